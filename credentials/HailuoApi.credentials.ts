import type {
	IAuthenticateGeneric,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

import { AFTER_BASE_URL, BEARER, NOT_IN_HEADERS } from '../nodes/Hailuo/transport/credential';

/** A rule of the credential test: it fails with the message if the response has this status. */
const failForStatus = (value: number, message: string) => ({
	type: 'responseCode' as const,
	properties: { value, message },
});

/** The same if the response body has this value at `key`. */
const failForBody = (key: string, value: string | null, message: string) => ({
	type: 'responseSuccessBody' as const,
	// n8n compares with ===, so that null is a value, too.
	properties: { key, value: value as string, message },
});

const WRONG_KEY =
	'The provider at Base URL rejected the API key. Copy it again from your account there. A key from MiniMax does not work with other providers.';
const WRONG_URL = 'No Hailuo API found at this URL. Check Base URL (without /v1).';
const UNAVAILABLE =
	'The API is unavailable or rate limited, so the API key could not be validated. Try again later.';
const TRANSIENT_STATUSES = [429, 500, 502, 503, 504];
/** No API answers a read of a task like this: an empty success, or a redirect. */
const WRONG_URL_STATUSES = [204, 301, 302, 303, 307, 308];

/** n8n's type does not allow both types of rules in one list; its test evaluates them all. */
const RULES = [
	failForStatus(401, WRONG_KEY),
	failForStatus(403, 'The API key has no permission to read tasks. Use another API key.'),
	...TRANSIENT_STATUSES.map((status) => failForStatus(status, UNAVAILABLE)),
	...WRONG_URL_STATUSES.map((status) => failForStatus(status, WRONG_URL)),
	failForBody('0', '<', WRONG_URL),
	failForBody('error.code', null, WRONG_URL),
	failForBody('error.code', '', WRONG_URL),
] as ICredentialTestRequest['rules'];

export class HailuoApi implements ICredentialType {
	name = 'hailuoApi';

	displayName = 'Hailuo API';

	icon: Icon = { light: 'file:../icons/hailuo.svg', dark: 'file:../icons/hailuo.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-hailuo/n8n-nodes-hailuo#credential';

	properties: INodeProperties[] = [
		{
			displayName:
				'Create the API key in your account at the provider that Base URL belongs to: ai.odkkk.com by default, or <a href="https://evolink.ai/dashboard/keys" target="_blank">EvoLink</a> with the Base URL https://api.evolink.ai. A key from MiniMax or hailuoai.video does not work.',
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
				Authorization: `=Bearer {{ $credentials.apiKey.replace(${NOT_IN_HEADERS}, "").replace(${BEARER}, "").trim() }}`,
			},
		},
	};

	/**
	 * Reads a task that cannot exist. This is free with every provider and uses a route that the nodes
	 * need anyway. The status judges the key. Of the body, only what no API answers about a task is
	 * judged: a web page, and the error without a code with which gateways reject an unknown route.
	 */
	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{ $credentials.baseUrl.trim().replace(${AFTER_BASE_URL}, "") }}`,
			url: '/v1/tasks/task-unified-0-credentialtest',
			ignoreHttpStatusErrors: {
				ignore: true,
				except: [401, 403, ...TRANSIENT_STATUSES, ...WRONG_URL_STATUSES],
			},
			disableFollowRedirect: true,
		},
		rules: RULES,
	};
}
