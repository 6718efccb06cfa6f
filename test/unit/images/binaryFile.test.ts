import type { IBinaryData } from 'n8n-workflow';

import { statedType } from '../../../nodes/Hailuo/images/binaryFile';

describe('statedType', () => {
	it.each<[file: object, mimeType: string, extension: string]>([
		[{ mimeType: 'video/mp4', fileName: 'a.mp4' }, 'video/mp4', 'mp4'],
		[{ mimeType: 'video/mp4; codecs="avc1"', fileName: 'Über uns.MP4' }, 'video/mp4', 'mp4'],
		[{ mimeType: 'audio/mpeg', fileExtension: 'mp3' }, 'audio/mpeg', 'mp3'],
		[{ mimeType: 'audio/mpeg', fileName: 'song', fileExtension: 'mp3' }, 'audio/mpeg', 'mp3'],
		[{ mimeType: 'application/vnd.ms-excel', fileName: '.xls' }, 'application/vnd.ms-excel', 'xls'],
		[{ mimeType: 'image/png', fileName: 'archive.of everything' }, 'image/png', ''],
		[{ mimeType: 'image/png', fileName: 'a.png\r\nX: y' }, 'image/png', ''],
		[{ mimeType: 'image/png\r\nX: y', fileName: 'a."' }, 'image/png', ''],
		[{ mimeType: '../../etc', fileName: '../../etc/passwd' }, 'application/octet-stream', ''],
		[{ mimeType: '', fileName: 5, fileExtension: {} }, 'application/octet-stream', ''],
		[{ mimeType: 'image/png' }, 'image/png', ''],
	])('of %j is %s with the extension "%s"', (file, mimeType, extension) => {
		expect(statedType(file as IBinaryData)).toEqual({ mimeType, extension });
	});
});
