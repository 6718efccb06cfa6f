/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { bodyOf, cut, type Body } from '../http/answer';

const FREE_BOX_HEAD_BYTES = 16;

/** A file of the fixtures. */
export function fixture(name: string): Buffer {
	return readFileSync(join(__dirname, 'fixtures', name));
}

const MP4 = fixture('video.mp4');

/** The header of an MP4 box that players skip, with a 64-bit size. */
function freeBoxHead(size: number): Buffer {
	const head = Buffer.alloc(FREE_BOX_HEAD_BYTES);
	head.writeUInt32BE(1, 0);
	head.write('free', 4);
	head.writeBigUInt64BE(BigInt(size), 8);
	return head;
}

/** The video, unchanged or with a given size in bytes: truncated, or padded and still playable. */
export function videoOf(size = MP4.length): Body {
	const filler = size - MP4.length;
	if (filler < FREE_BOX_HEAD_BYTES) return cut(bodyOf(MP4, FREE_BOX_HEAD_BYTES), size);
	const content = Buffer.concat([MP4, freeBoxHead(filler)]);
	return bodyOf(content, filler - FREE_BOX_HEAD_BYTES);
}
