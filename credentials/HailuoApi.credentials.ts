import type {
	IAuthenticateGeneric,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

/** A rule of the credential test: it fails with the message if the response body has this value at `key`. */
const failIf = (key: string, value: string | undefined, message: string) => ({
	type: 'responseSuccessBody' as const,
	properties: { key, value, message },
});

/** Transient errors. The API key cannot be validated while they occur. */
const TRANSIENT_ERRORS = [
	'internal_server_error',
	'upstream_error',
	'service_unavailable_error',
	'api_error',
	'rate_limit_error',
].map((type) =>
	failIf(
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
			displayName:
				'Create the API key in your account at the provider that Base URL belongs to: ai.odkkk.com by default, or <a href="https://evolink.ai/dashboard/keys" target="_blank">EvoLink</a>. A key from MiniMax or hailuoai.video does not work.',
			name: 'keyNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://ai.odkkk.com/apiv1',
			required: true,
			placeholder: 'e.g. https://api.evolink.ai',
			description: 'URL of the provider’s API, without /v1. For EvoLink: https://api.evolink.ai.',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'API key from your account at this provider',
		},
		{
			displayName: 'Optional. For a first video, skip the fields below.',
			name: 'optionalNotice',
			type: 'notice',
			default: '',
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
				// Keys are often copied together with the "Bearer " prefix of the header.
				Authorization: '=Bearer {{ $credentials.apiKey.trim().replace(/^bearer\\s+/i, "") }}',
			},
		},
	};

	/**
	 * Reads a task that cannot exist. This is free with every provider and uses a route that the nodes
	 * need anyway. The `type` of the returned error distinguishes the API from any other server.
	 */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl.trim().replace(/\\/+$/, "") }}',
			url: '/v1/tasks/task-unified-0-credentialtest',
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		},
		rules: [
			failIf(
				'error.type',
				'authentication_error',
				'Invalid API key. Copy it again from your account at the provider.',
			),
			failIf(
				'error.type',
				'permission_error',
				'The API key has no permission to read tasks. Use another API key.',
			),
			failIf(
				'error.type',
				undefined,
				'No Hailuo API found at this URL. Check Base URL (without /v1).',
			),
			...TRANSIENT_ERRORS,
		],
	};
}
