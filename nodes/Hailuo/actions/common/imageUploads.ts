import { suggestionFor, formatError } from '../../transport/errorMessages';
import type { Credential } from '../../transport/credential';
import type { RequestError } from '../../transport/responseError';
import { classifyReadError } from '../../transport/retryPolicy';
import { uploadImage } from '../../transport/upload';
import { retry } from '../../scheduling/retry';
import type { ItemFailure, Aborted } from '../../execution/itemResult';
import type { RunContext } from '../../execution/runContext';
import type { CreateBody } from '../../domain/createRequest';
import type { UploadableImage } from './frameImages';

type Uploaded = Awaited<ReturnType<typeof uploadImage>> | Aborted;

/** Puts links into a request where the IDs of files stand, or says why there are none. */
export type ResolveImageUrls = (
	body: CreateBody,
	files: readonly UploadableImage[],
	credential: Credential,
) => Promise<{ body: CreateBody } | { failure: ItemFailure } | Aborted>;

/** The uploads of one run: each file goes to the file host once, however many items use it. */
export function createUploader(run: RunContext): ResolveImageUrls {
	const uploaded = new Map<string, Promise<Uploaded>>();

	function upload(file: UploadableImage, { data }: Credential): Promise<Uploaded> {
		const key = `${file.filesBaseUrl} ${file.id}`;
		const result =
			uploaded.get(key) ??
			retry(
				async () => await uploadImage(run.context, data, file.filesBaseUrl, file),
				// Uploading is free, so that it may be repeated like a read.
				(fault) => classifyReadError(fault) === 'again',
				run,
			);
		uploaded.set(key, result);
		return result;
	}

	return async (body, files, credential) => {
		const links: string[] = [];
		for (const image of body.image_urls ?? []) {
			const file = files.find(({ id }) => id === image);
			if (file === undefined) {
				if (!isLink(image)) return { failure: FILE_GONE };
				links.push(image);
				continue;
			}
			const result = await upload(file, credential);
			if ('stopped' in result) return result;
			if ('fault' in result) return { failure: uploadFailure(file, result.fault) };
			links.push(result.link);
		}
		return { body: links.length > 0 ? { ...body, image_urls: links } : body };
	};
}

function isLink(image: string): boolean {
	return /^https?:/i.test(image);
}

/** A retry sends the request that the first try validated, and its expressions may name another file now. */
const FILE_GONE: ItemFailure = {
	message: 'The image file that the first try validated is no longer in the item',
	suggestion: 'Run the workflow again.',
	notCharged: 'item',
};

function uploadFailure(
	{ format, width, height }: UploadableImage,
	fault: RequestError,
): ItemFailure {
	return {
		message: `The image (${format}, ${width} × ${height} px) could not be uploaded: ${formatError(fault)}`,
		suggestion: suggestionFor(fault, 'upload'),
		httpStatus: fault.status,
		notCharged: 'item',
	};
}
