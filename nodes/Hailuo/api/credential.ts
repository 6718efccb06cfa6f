import type { FunctionsBase } from 'n8n-workflow';

import { readBaseUrl, readFilesBaseUrl, type Address } from '../api/baseUrl';

/** What the credential says besides the key, which n8n itself puts into requests. */
export interface Credential {
	baseUrl: Address;
	/** Absent where files cannot be uploaded. */
	filesBaseUrl?: Address;
}

export async function readCredential(
	context: Pick<FunctionsBase, 'getCredentials'>,
): Promise<Credential> {
	try {
		const { baseUrl, filesBaseUrl } = await context.getCredentials('hailuoApi');
		return { baseUrl: readBaseUrl(baseUrl), filesBaseUrl: readFilesBaseUrl(filesBaseUrl) };
	} catch (error) {
		return { baseUrl: { complaint: (error as Error).message } };
	}
}
