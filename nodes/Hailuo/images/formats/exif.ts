/** `II` and `MM`. */
const LITTLE_ENDIAN = 0x4949;
const BIG_ENDIAN = 0x4d4d;
const TIFF_VERSION = 42;
const ORIENTATION_TAG = 0x0112;
/** Tag, type, number of values, and the value itself where it fits. */
const ENTRY_BYTES = 12;
/** Type of a 16-bit number. */
const SHORT = 3;

/**
 * The orientation in Exif data: a TIFF header and a first list of tags, in either byte order.
 *
 * @param at where the TIFF header begins
 * @returns 1 to 8 as Exif counts, or undefined where there is none or the data is broken
 */
export function orientationIn(exif: DataView, at: number): number | undefined {
	const has = (offset: number, bytes: number) => offset >= at && offset + bytes <= exif.byteLength;
	if (!has(at, 8)) return undefined;
	const isLittleEndian = exif.getUint16(at) === LITTLE_ENDIAN;
	if (!isLittleEndian && exif.getUint16(at) !== BIG_ENDIAN) return undefined;
	if (exif.getUint16(at + 2, isLittleEndian) !== TIFF_VERSION) return undefined;
	const list = at + exif.getUint32(at + 4, isLittleEndian);
	if (!has(list, 2)) return undefined;

	const entries = exif.getUint16(list, isLittleEndian);
	for (let i = 0; i < entries; i += 1) {
		const entry = list + 2 + i * ENTRY_BYTES;
		if (!has(entry, ENTRY_BYTES)) return undefined;
		if (exif.getUint16(entry, isLittleEndian) === ORIENTATION_TAG) {
			const isOneShort =
				exif.getUint16(entry + 2, isLittleEndian) === SHORT &&
				exif.getUint32(entry + 4, isLittleEndian) === 1;
			return isOneShort ? exif.getUint16(entry + 8, isLittleEndian) : undefined;
		}
	}
	return undefined;
}

/** Whether a viewer turns the image by 90 degrees, so that its width becomes its height. */
export function isOnItsSide(orientation: number | undefined): boolean {
	return orientation !== undefined && orientation >= 5 && orientation <= 8;
}
