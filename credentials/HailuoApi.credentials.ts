import type {
	IAuthenticateGeneric,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

/** An answer to the test that means trouble: what it says at this place of its body, and what to do. */
const trouble = (key: string, value: string | undefined, message: string) => ({
	type: 'responseSuccessBody' as const,
	properties: { key, value, message },
});

/** Errors that pass: whether the key is right cannot be told while they last. */
const PASSING_TROUBLE = [
	'internal_server_error',
	'upstream_error',
	'service_unavailable_error',
	'api_error',
	'rate_limit_error',
].map((type) =>
	trouble(
		'error.type',
		type,
		'The API is unavailable or rate limited, so the API key could not be validated. Try again later.',
	),
);

export class HailuoApi implements ICredentialType {
	name = 'hailuoApi';

	displayName = 'Hailuo API';

	icon: Icon = { light: 'file:../icons/hailuo.svg', dark: 'file:../icons/hailuo.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-hailuo/n8n-nodes-hailuo#credential';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'API key from your account at the video API provider',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://ai.odkkk.com/apiv1',
			required: true,
			placeholder: 'e.g. https://api.evolink.ai',
			description: 'URL of the API, without /v1',
		},
		{
			displayName: 'Files Base URL',
			name: 'filesBaseUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://files-api.evolink.ai',
			description:
				'URL for uploading images from binary files. For EvoLink: https://files-api.evolink.ai. Leave empty if you only use image URLs.',
		},
		{
			displayName: 'Provider Honors Idempotency-Key',
			name: 'idempotentCreate',
			type: 'options',
			options: [
				{
					name: 'Auto',
					value: 'auto',
					description: 'Yes for https://api.evolink.ai, no for other providers',
				},
				{
					name: 'Yes',
					value: 'yes',
					description: 'Retry a create whose outcome is unknown, with the same key',
				},
				{
					name: 'No',
					value: 'no',
					description: 'Never retry a create whose outcome is unknown',
				},
			],
			default: 'auto',
			description:
				'Whether the provider returns the existing task, at no extra cost, when a create is repeated with the same key. Choose Yes only if your provider confirms it.',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: {
				// Keys are often copied together with the word that stands before them in a header.
				Authorization: '=Bearer {{ $credentials.apiKey.trim().replace(/^bearer\\s+/i, "") }}',
			},
		},
	};

	/**
	 * Reads a task that cannot exist. That is free at every host, needs no route besides those the
	 * nodes use, and the error that comes back tells the API from any other server by its `type`.
	 */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl.trim().replace(/\\/+$/, "") }}',
			url: '/v1/tasks/task-unified-0-credentialtest',
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		},
		rules: [
			trouble(
				'error.type',
				'authentication_error',
				'Invalid API key. Copy it again from your account at the provider.',
			),
			trouble(
				'error.type',
				'permission_error',
				'The API key has no permission to read tasks. Use another API key.',
			),
			trouble(
				'error.type',
				undefined,
				'No Hailuo API found at this URL. Check Base URL (without /v1).',
			),
			...PASSING_TROUBLE,
		],
	};
}
