import { readBinaryImage, isFile, type BinaryImage } from '../../images/binaryImage';
import type { ParameterReader } from '../../execution/parameterReader';
import type { ItemContext } from '../../execution/executeItems';
import { formatValue } from '../../utils/format';

/** A frame that is a file. */
export interface UploadableImage extends BinaryImage {
	/** Of the host that it is uploaded to. */
	filesBaseUrl: string;
}

/**
 * Looks at a frame that is a file. Whether the mode sends the frame at all is not decided here, so
 * that what is wrong is told with the image and not as a complaint of its own.
 *
 * @returns undefined where the frame is a link
 */
export async function loadFrameImage(
	parameters: ParameterReader,
	{ context, itemIndex, credential: { filesBaseUrl } }: ItemContext,
	frame: 'firstFrame' | 'lastFrame',
): Promise<{ image: UploadableImage } | { complaint: string } | undefined> {
	if (parameters.get(`${frame}Source`) !== 'binary') return undefined;
	if (filesBaseUrl === undefined) return { complaint: NO_FILE_HOST };
	if ('complaint' in filesBaseUrl) {
		return { complaint: `cannot be uploaded: ${filesBaseUrl.complaint}` };
	}
	const field = parameters.get(`${frame}BinaryProperty`);
	if (typeof field === 'string' && field.trim() === '') return { complaint: NO_FIELD };
	// An expression can give the file itself instead of the name of its field.
	if (typeof field !== 'string' && !isFile(field)) {
		return {
			complaint: `is to be taken from ${formatValue(field)}. Give the name of a binary field`,
		};
	}
	const found = await readBinaryImage(context, itemIndex, field);
	return 'image' in found ? { image: { ...found.image, filesBaseUrl: filesBaseUrl.url } } : found;
}

const NO_FILE_HOST =
	'is a file, and the credential names no host to upload it to. Fill in Files Base URL there (for api.evolink.ai it is https://files-api.evolink.ai), or set the source of the frame to URL and give a public link';

const NO_FIELD = 'has no binary field to come from. Give its name, e.g. data';
