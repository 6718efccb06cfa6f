import type { ItemFailure } from '../../execution/itemResult';
import type { RunContext } from '../../execution/runContext';
import type { BinaryFile } from '../../images/binaryFile';
import { limitConcurrency } from '../../scheduling/limit';
import { RateLimiter } from '../../scheduling/rateLimiter';
import { retry } from '../../scheduling/retry';
import { suggestionFor, formatError } from '../../transport/errorText';
import { accountKey, type Credential } from '../../transport/credential';
import type { RequestError } from '../../transport/evidence';
import { uploadFile, type UploadedFile } from '../../transport/upload';
import type { Result } from '../../utils/result';

/** A file, with the URL of the file host that it can be uploaded to. */
export type Uploadable<File extends BinaryFile = BinaryFile> = File & { filesBaseUrl: string };

const MAX_CONCURRENT_UPLOADS = 10;

/** Uploads a file, or returns the upload of an earlier item. */
export type Upload = (
	file: Uploadable,
	credential: Credential,
) => Promise<Result<UploadedFile, RequestError>>;

/**
 * Uploads each file once per run for each file host and API key, no matter how many items use it. Failures
 * are not cached.
 */
export function createUploader(run: RunContext): Upload {
	const limit = limitConcurrency(MAX_CONCURRENT_UPLOADS);
	const limiters = new Map<string, RateLimiter>();
	const uploads = new Map<string, Promise<Result<UploadedFile, RequestError>>>();

	return async (file, { data }) => {
		const hostAndKey = accountKey(file.filesBaseUrl, data.apiKey);
		const limiter = limiters.get(hostAndKey) ?? new RateLimiter(run.clock, 0);
		limiters.set(hostAndKey, limiter);
		const upload = async () => await uploadFile(run.context, data, file.filesBaseUrl, file);
		const { clock, createSignal: signal } = run;
		const send = async () => await limit(async () => await limiter.send(upload, signal));
		const key = `${hostAndKey} ${file.id}`;
		const uploading = uploads.get(key) ?? retry(send, { clock, signal });
		uploads.set(key, uploading);
		const uploaded = await uploading;
		// A later item may succeed. Items that are already waiting share this failure.
		if (!uploaded.ok && uploads.get(key) === uploading) uploads.delete(key);
		return uploaded;
	};
}

/** @param what the file in a sentence, e.g. "image (PNG, 640 × 360 px)" */
export function uploadFailure(what: string, error: RequestError): ItemFailure {
	return {
		message: `The ${what} could not be uploaded: ${formatError(error)}`,
		suggestion: suggestionFor(error, 'upload'),
		httpStatus: error.status,
	};
}
