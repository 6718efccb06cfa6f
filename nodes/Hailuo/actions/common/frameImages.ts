import { imagesIn, withImages, type CreateBody } from '../../domain/createBody';
import type { Frame } from '../../domain/models';
import { fileInText, validatePastedText } from '../../domain/pastedText';
import { ABORTED, type ItemFailure } from '../../execution/itemResult';
import type { ItemContext } from '../../execution/operation';
import type { ParameterReader } from '../../execution/parameterReader';
import type { RunContext } from '../../execution/runContext';
import { isFile, readBinaryImage, type BinaryImage } from '../../images/binaryImage';
import { RateLimiter } from '../../scheduling/rateLimiter';
import { retry } from '../../scheduling/retry';
import { bareKey, type Credential } from '../../transport/credential';
import { formatError, adviceFor } from '../../transport/advice';
import type { RequestError } from '../../transport/evidence';
import { uploadImage } from '../../transport/upload';
import { formatValue } from '../../utils/format';
import { err, ok, type Result } from '../../utils/result';

/** An image file that must be uploaded before the API can fetch it. */
export interface UploadableImage extends BinaryImage {
	/** URL of the file host. */
	filesBaseUrl: string;
}

/**
 * Reads and validates a frame that is a file. Its issue is returned and not added to those of the item,
 * since this function does not know whether the mode uses the frame.
 *
 * @returns undefined if the frame is a URL
 */
export async function loadFrameImage(
	parameters: ParameterReader,
	{ context, itemIndex, credential: { filesBaseUrl } }: ItemContext,
	frame: Frame,
): Promise<Result<UploadableImage, string> | undefined> {
	if (parameters.get(`${frame}Source`) !== 'binary') return undefined;
	if (filesBaseUrl === undefined) return err(NO_FILES_BASE_URL);
	if (!filesBaseUrl.ok) return err(`cannot be uploaded: ${filesBaseUrl.error}`);
	const field = parameters.get(`${frame}BinaryProperty`);
	if (typeof field === 'string' && field.trim() === '') return err(NO_FIELD);
	const pasted = typeof field === 'string' ? pastedIssue(field) : undefined;
	if (pasted !== undefined) return err(pasted);
	// An expression can return the file itself instead of the name of its field.
	if (typeof field !== 'string' && !isFile(field)) {
		return err(`cannot be read from ${formatValue(field)}. Enter the name of a binary field`);
	}
	const image = await readBinaryImage(context, itemIndex, field);
	return image.ok ? ok({ ...image.value, filesBaseUrl: filesBaseUrl.value }) : image;
}

const NO_FILES_BASE_URL =
	'is a file, but the credential has no Files Base URL to upload it to. Fill it in (for api.evolink.ai it is https://files-api.evolink.ai), or set the source of the frame to URL and enter a public URL';

function pastedIssue(field: string): string | undefined {
	const file = fileInText(field);
	if (file === undefined) {
		const issue = validatePastedText(field);
		return issue && `cannot be read: the name of its binary field ${issue}`;
	}
	return `cannot be read: its binary field is ${file} instead of a name. Convert it with the node Convert to File, then enter the name of that node's output field`;
}

const NO_FIELD = 'has no binary field. Enter its name, such as data';

/** Replaces the file IDs in a request with the URLs of the uploaded files. */
export type ResolveImageUrls = (
	body: CreateBody,
	files: readonly UploadableImage[],
	credential: Credential,
) => Promise<Result<CreateBody, ItemFailure>>;

/**
 * Uploads each file once per run for each file host and API key, no matter how many items use it. Failures
 * are not cached.
 */
export function createUploader(run: RunContext): ResolveImageUrls {
	const limiters = new Map<string, RateLimiter>();
	const uploads = new Map<string, Promise<Result<string, RequestError>>>();

	async function upload(file: UploadableImage, { data }: Credential) {
		const host = JSON.stringify([file.filesBaseUrl, bareKey(data.apiKey)]);
		const limiter = limiters.get(host) ?? new RateLimiter(run.clock, 0);
		limiters.set(host, limiter);
		const send = async () => await uploadImage(run.context, data, file.filesBaseUrl, file);
		const context = { clock: run.clock, signal: run.createSignal };
		const key = `${host} ${file.id}`;
		const uploading =
			uploads.get(key) ?? retry(async () => await limiter.send(send, run.createSignal), context);
		uploads.set(key, uploading);
		const uploaded = await uploading;
		// A later item may succeed. Items that are already waiting share this failure.
		if (!uploaded.ok && uploads.get(key) === uploading) uploads.delete(key);
		return uploaded;
	}

	return async (body, files, credential) => {
		const urls = new Map<string, string>();
		for (const image of imagesIn(body)) {
			const file = files.find(({ id }) => id === image);
			if (file === undefined) {
				if (!isUrl(image)) return err(FILE_MISSING);
				continue;
			}
			const uploaded = await upload(file, credential);
			if (!uploaded.ok) {
				return err(run.createSignal.aborted ? ABORTED : uploadFailure(file, uploaded.error));
			}
			urls.set(image, uploaded.value);
		}
		return ok(withImages(body, urls));
	};
}

function isUrl(image: string): boolean {
	return /^https?:/i.test(image);
}

/** A retry sends the request that the first try validated, but its expressions may now select another file. */
const FILE_MISSING: ItemFailure = {
	message: 'The image file that the first try validated is no longer in the item',
	suggestion: 'Run the workflow again.',
	notCharged: 'item',
};

function uploadFailure(
	{ format, width, height }: UploadableImage,
	error: RequestError,
): ItemFailure {
	const size = width === undefined ? '' : `, ${width} × ${height} px`;
	return {
		message: `The image (${format}${size}) could not be uploaded: ${formatError(error)}`,
		suggestion: adviceFor(error, 'upload'),
		httpStatus: error.status,
		notCharged: 'item',
	};
}
