import type { FunctionsBase, ICredentialDataDecryptedObject } from 'n8n-workflow';

import { readBaseUrl, readFilesBaseUrl, type BaseUrl } from './baseUrl';
import { honorsIdempotencyKey, IDEMPOTENT_CREATE } from './idempotency';
import { formatAllowed, formatValue } from '../utils/format';
import { err, ok, type Result } from '../utils/result';

/** A credential as one item sees it: its fields may be expressions. */
export interface Credential {
	/** The API's address, without a slash at its end. */
	baseUrl: string;
	/** Absent where files cannot be uploaded. */
	filesBaseUrl?: BaseUrl;
	/** Whether a create of unknown outcome may be sent again with the same `Idempotency-Key`. */
	honorsIdempotencyKey: boolean;
	/** For n8n, which puts the key into requests. */
	data: ICredentialDataDecryptedObject;
}

/**
 * Reads the credential, with its expressions resolved for one item.
 *
 * @param itemIndex absent in a trigger, which has no items
 * @returns the issue where it cannot be used
 */
export async function readCredential(
	context: Pick<FunctionsBase, 'getCredentials'>,
	itemIndex?: number,
): Promise<Result<Credential, string>> {
	try {
		const data = await context.getCredentials('hailuoApi', itemIndex);
		const baseUrl = readBaseUrl(data.baseUrl);
		if (!baseUrl.ok) return baseUrl;
		const setting = IDEMPOTENT_CREATE.find((one) => one === (data.idempotentCreate ?? 'auto'));
		if (setting === undefined) {
			return err(
				`Provider Honors Idempotency-Key in the credential is ${formatValue(data.idempotentCreate)}. ${formatAllowed(IDEMPOTENT_CREATE)}`,
			);
		}
		return ok({
			baseUrl: baseUrl.value,
			filesBaseUrl: readFilesBaseUrl(data.filesBaseUrl),
			honorsIdempotencyKey: honorsIdempotencyKey(setting, baseUrl.value),
			data,
		});
	} catch (error) {
		return err((error as Error).message);
	}
}
