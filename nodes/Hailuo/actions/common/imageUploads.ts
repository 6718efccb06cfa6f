import { adviceFor, describe } from '../../transport/errorMessages';
import type { Credential } from '../../transport/credential';
import type { Fault } from '../../transport/responseError';
import { afterRead } from '../../transport/retryPolicy';
import { uploadImage } from '../../transport/upload';
import { tryAgain } from '../../scheduling/retry';
import type { ItemFailure, Stopped } from '../../execution/itemResult';
import type { Run } from '../../execution/runContext';
import type { CreateBody } from '../../domain/createRequest';
import type { FrameFile } from './frameImages';

type Uploaded = Awaited<ReturnType<typeof uploadImage>> | Stopped;

/** Puts links into a request where the IDs of files stand, or says why there are none. */
export type PutLinks = (
	body: CreateBody,
	files: readonly FrameFile[],
	credential: Credential,
) => Promise<{ body: CreateBody } | { failure: ItemFailure } | Stopped>;

/** The uploads of one run: each file goes to the file host once, however many items use it. */
export function uploads(run: Run): PutLinks {
	const uploaded = new Map<string, Promise<Uploaded>>();

	function upload(file: FrameFile, { data }: Credential): Promise<Uploaded> {
		const key = `${file.filesBaseUrl} ${file.id}`;
		const result =
			uploaded.get(key) ??
			tryAgain(
				async () => await uploadImage(run.context, data, file.filesBaseUrl, file),
				// Uploading is free, so that it may be repeated like a read.
				(fault) => afterRead(fault) === 'again',
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
				if (!isLink(image)) return { failure: GONE };
				links.push(image);
				continue;
			}
			const result = await upload(file, credential);
			if ('stopped' in result) return result;
			if ('fault' in result) return { failure: notUploaded(file, result.fault) };
			links.push(result.link);
		}
		return { body: links.length > 0 ? { ...body, image_urls: links } : body };
	};
}

function isLink(image: string): boolean {
	return /^https?:/i.test(image);
}

/** A retry sends the request that the first try validated, and its expressions may name another file now. */
const GONE: ItemFailure = {
	message: 'The image file that the first try validated is no longer in the item',
	advice: 'Run the workflow again.',
	notCharged: 'item',
};

function notUploaded({ format, width, height }: FrameFile, fault: Fault): ItemFailure {
	return {
		message: `The image (${format}, ${width} × ${height} px) could not be uploaded: ${describe(fault)}`,
		advice: adviceFor(fault, 'upload'),
		httpStatus: fault.status,
		notCharged: 'item',
	};
}
