import { latin1 } from '../../utils/latin1';
import { ok } from '../../utils/result';
import { corrupt, TRUNCATED, type HeaderParser } from './parser';

const SIGNATURE_BYTES = 8;
/** A chunk has a length and a type before its data, and a checksum after it. */
const CHUNK_HEAD_BYTES = 8;
const CHECKSUM_BYTES = 4;
const HEADER_BYTES = 13;

/**
 * PNG (ISO/IEC 15948): a header chunk with the dimensions and a checksum, then other chunks up to the
 * first one with image data, which must lie within the file.
 */
export function* readPng(size: number): HeaderParser {
	const header = yield {
		at: SIGNATURE_BYTES,
		length: CHUNK_HEAD_BYTES + HEADER_BYTES + CHECKSUM_BYTES,
	};
	const isHeader = header.getUint32(0) === HEADER_BYTES && latin1(header, 4, 4) === 'IHDR';
	const checksum = header.getUint32(CHUNK_HEAD_BYTES + HEADER_BYTES);
	if (!isHeader || crc32(header, 4, 4 + HEADER_BYTES) !== checksum) return corrupt('PNG');
	const [width, height] = [header.getUint32(8), header.getUint32(12)];
	if (width === 0 || height === 0) return corrupt('PNG');

	let at = SIGNATURE_BYTES + header.byteLength;
	for (;;) {
		const head = yield { at, length: CHUNK_HEAD_BYTES };
		const next = at + CHUNK_HEAD_BYTES + head.getUint32(0) + CHECKSUM_BYTES;
		if (next > size) return TRUNCATED;
		const type = latin1(head, 4, 4);
		if (type === 'IDAT') return ok({ format: 'PNG', width, height });
		if (type === 'IEND' || !/^[a-z]{4}$/i.test(type)) return corrupt('PNG');
		at = next;
	}
}

/** The checksum of PNG chunks (CRC-32, polynomial 0xEDB88320) over `length` bytes. */
function crc32(bytes: DataView, at: number, length: number): number {
	let crc = 0xffffffff;
	for (let i = at; i < at + length; i += 1) {
		crc ^= bytes.getUint8(i);
		for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return ~crc >>> 0;
}
