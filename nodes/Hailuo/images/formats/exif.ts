const ORIENTATION_TAG = 0x0112;
const ENTRY_BYTES = 12;

/**
 * The orientation in Exif data: a TIFF header and a first list of tags, in either byte order.
 *
 * @param at where the TIFF header begins
 * @returns 1 to 8 as Exif counts, or undefined where there is none or the data is broken
 */
export function orientationIn(exif: DataView, at: number): number | undefined {
	const has = (offset: number, bytes: number) => offset >= at && offset + bytes <= exif.byteLength;
	if (!has(at, 8)) return undefined;
	const isLittleEndian = exif.getUint16(at) === 0x4949;
	const list = at + exif.getUint32(at + 4, isLittleEndian);
	if (!has(list, 2)) return undefined;

	const entries = exif.getUint16(list, isLittleEndian);
	for (let i = 0; i < entries; i += 1) {
		const entry = list + 2 + i * ENTRY_BYTES;
		if (!has(entry, ENTRY_BYTES)) return undefined;
		if (exif.getUint16(entry, isLittleEndian) === ORIENTATION_TAG) {
			return exif.getUint16(entry + 8, isLittleEndian);
		}
	}
	return undefined;
}

/** Whether a viewer turns the image by 90 degrees, so that its width becomes its height. */
export function isOnItsSide(orientation: number | undefined): boolean {
	return orientation !== undefined && orientation >= 5 && orientation <= 8;
}
