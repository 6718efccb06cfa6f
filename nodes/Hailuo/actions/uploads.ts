import { adviceFor, describe } from '../api/advice';
import type { Fault } from '../api/fault';
import { afterRead } from '../api/retry';
import { uploadImage } from '../media/upload';
import { tryAgain } from '../polling/tryAgain';
import type { ItemFailure, Stopped } from '../run/outcome';
import type { Run } from '../run/run';
import type { CreateBody } from '../video/request';
import type { FrameFile } from './frames';

type Uploaded = Awaited<ReturnType<typeof uploadImage>> | Stopped;

/** Puts links into a request where the IDs of files stand, or says why there are none. */
export type PutLinks = (
	body: CreateBody,
	files: readonly FrameFile[],
) => Promise<{ body: CreateBody } | { failure: ItemFailure } | Stopped>;

/** The uploads of one run: each file goes to the file host once, however many items use it. */
export function uploads(run: Run): PutLinks {
	const uploaded = new Map<string, Promise<Uploaded>>();

	function upload(file: FrameFile): Promise<Uploaded> {
		const result =
			uploaded.get(file.id) ??
			tryAgain(
				async () => await uploadImage(run.context, file.filesBaseUrl, file),
				// Uploading is free, so that it may be repeated like a read.
				(fault) => afterRead(fault) === 'again',
				run,
			);
		uploaded.set(file.id, result);
		return result;
	}

	return async (body, files) => {
		const links: string[] = [];
		for (const image of body.image_urls ?? []) {
			const file = files.find(({ id }) => id === image);
			if (file === undefined) {
				links.push(image);
				continue;
			}
			const result = await upload(file);
			if ('stopped' in result) return result;
			if ('fault' in result) return { failure: notUploaded(file, result.fault) };
			links.push(result.link);
		}
		return { body: links.length > 0 ? { ...body, image_urls: links } : body };
	};
}

function notUploaded({ format, width, height }: FrameFile, fault: Fault): ItemFailure {
	return {
		message: `The image (${format}, ${width} × ${height} px) could not be uploaded: ${describe(fault)}`,
		advice: `${adviceFor(fault, 'upload')} Nothing is charged.`,
		httpStatus: fault.status,
	};
}
