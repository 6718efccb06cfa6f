import type { ItemContext } from '../../execution/operation';
import type { ParameterReader } from '../../execution/parameterReader';
import { isFile, readBinaryImage, type BinaryImage } from '../../images/binaryImage';
import { formatValue } from '../../utils/format';
import { err, ok, type Result } from '../../utils/result';

/** An image file that has to be uploaded before the API can fetch it. */
export interface UploadableImage extends BinaryImage {
	/** URL of the file host. */
	filesBaseUrl: string;
}

/**
 * Reads and validates a frame that is a file. Whether the mode uses the frame is not decided here, so
 * that its issue is returned and not added to those of the item.
 *
 * @returns undefined if the frame is a URL
 */
export async function loadFrameImage(
	parameters: ParameterReader,
	{ context, itemIndex, credential: { filesBaseUrl } }: ItemContext,
	frame: 'firstFrame' | 'lastFrame',
): Promise<Result<UploadableImage, string> | undefined> {
	if (parameters.get(`${frame}Source`) !== 'binary') return undefined;
	if (filesBaseUrl === undefined) return err(NO_FILES_BASE_URL);
	if (!filesBaseUrl.ok) return err(`cannot be uploaded: ${filesBaseUrl.error}`);
	const field = parameters.get(`${frame}BinaryProperty`);
	if (typeof field === 'string' && field.trim() === '') return err(NO_FIELD);
	// An expression can give the file itself instead of the name of its field.
	if (typeof field !== 'string' && !isFile(field)) {
		return err(`cannot be read from ${formatValue(field)}. Enter the name of a binary field`);
	}
	const image = await readBinaryImage(context, itemIndex, field);
	return image.ok ? ok({ ...image.value, filesBaseUrl: filesBaseUrl.value }) : image;
}

const NO_FILES_BASE_URL =
	'is a file, but the credential has no Files Base URL to upload it to. Fill it in (for api.evolink.ai it is https://files-api.evolink.ai), or set the source of the frame to URL and enter a public URL';

const NO_FIELD = 'has no binary field. Enter its name, e.g. data';
