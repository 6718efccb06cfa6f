import { withImages, type CreateBody } from '../../domain/createBody';
import type { CreateRequest } from '../../domain/createRequest';
import { newIssue, type Issue } from '../../domain/issue';
import type { Frame } from '../../domain/models';
import type { ParameterReader } from '../../domain/parameterReader';
import type { ItemFailure } from '../../execution/itemResult';
import type { RunItem } from '../../execution/operation';
import type { RunContext } from '../../execution/runContext';
import { readBinaryImage, type BinaryImage } from '../../images/binaryImage';
import type { Credential } from '../../transport/credential';
import type { RequestError } from '../../transport/evidence';
import { err, ok, type Result } from '../../utils/result';
import { isHttpUrl } from '../../utils/url';
import { uploadFailure, type Upload, type Uploadable } from './fileUploader';

/** An image file that must be uploaded before the API can fetch it. */
export type UploadableImage = Uploadable<BinaryImage>;

/**
 * Reads the frames that are files. Their issues are not added to those of the item, since this function
 * does not know whether the mode uses the frame.
 */
export async function loadFrameImages(
	parameters: ParameterReader,
	item: RunItem,
	run: RunContext,
): Promise<Partial<Record<Frame, Result<UploadableImage, Issue>>>> {
	const images: Partial<Record<Frame, Result<UploadableImage, Issue>>> = {};
	for (const frame of ['firstFrame', 'lastFrame'] as const) {
		if (!parameters.is(`${frame}Source`, 'binary')) continue;
		images[frame] = await loadImage(parameters.get(`${frame}BinaryProperty`), item, run);
	}
	return images;
}

async function loadImage(
	field: unknown,
	{ itemIndex, credential: { filesBaseUrl } }: RunItem,
	{ context }: RunContext,
): Promise<Result<UploadableImage, Issue>> {
	if (!filesBaseUrl.ok) {
		const { message, suggestion } = filesBaseUrl.error;
		const otherwise = 'Or set the source of the frame to URL and enter a public URL.';
		return err(newIssue(`cannot be uploaded: ${message}`, `${suggestion} ${otherwise}`));
	}
	const image = await readBinaryImage(context, itemIndex, field);
	return image.ok ? ok({ ...image.value, filesBaseUrl: filesBaseUrl.value }) : image;
}

/** Uploads the files of a request, and replaces their IDs with the URLs. */
export async function uploadImages(
	{ body, images }: CreateRequest,
	files: readonly UploadableImage[],
	credential: Credential,
	upload: Upload,
): Promise<Result<CreateBody, ItemFailure>> {
	const urls = new Map<string, string>();
	for (const image of images) {
		const file = files.find(({ id }) => id === image);
		if (file === undefined) {
			if (!isHttpUrl(image)) return err(FILE_MISSING);
			continue;
		}
		const uploaded = await upload(file, credential);
		if (!uploaded.ok) return err(imageFailure(file, uploaded.error));
		urls.set(image, uploaded.value.fileUrl);
	}
	return ok(withImages(body, urls));
}

/** A retry sends the request that the first try validated, but its expressions may now select another file. */
const FILE_MISSING: ItemFailure = {
	message: 'The image file that the first try validated is no longer in the item',
	suggestion: 'Run the workflow again.',
	createOutcome: 'notCreated',
};

function imageFailure(
	{ format, width, height }: UploadableImage,
	error: RequestError,
): ItemFailure {
	const size = width === undefined ? '' : `, ${width} × ${height} px`;
	return { ...uploadFailure(`image (${format}${size})`, error), createOutcome: 'notCreated' };
}
