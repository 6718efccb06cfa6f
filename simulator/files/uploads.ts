import { randomBytes } from 'node:crypto';

export interface UploadedFile {
	readonly contentType: string;
	readonly content: Buffer;
}

/** Files that the file host has received and the media server serves. */
export class Uploads {
	private readonly files = new Map<string, UploadedFile>();

	/** Its path at the media server. */
	keep(fileName: string, file: UploadedFile): string {
		const safeName = fileName.replace(/[^A-Za-z0-9._-]/g, '_');
		const path = `/uploads/${randomBytes(4).toString('hex')}/${safeName}`;
		this.files.set(path, file);
		return path;
	}

	find(path: string): UploadedFile | undefined {
		return this.files.get(path);
	}

	clear(): void {
		this.files.clear();
	}
}
