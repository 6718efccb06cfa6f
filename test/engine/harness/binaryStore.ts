/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import 'reflect-metadata';
import { BinaryDataConfig, BinaryDataService } from 'n8n-core';
import type { IBinaryData } from 'n8n-workflow';
import { mkdtempSync, rmSync } from 'fs';
import { createRequire } from 'module';
import { tmpdir } from 'os';
import { join } from 'path';

/** n8n-core's own copy: the package can be installed several times, each with separate services. */
const { Container } = createRequire(require.resolve('n8n-core'))('@n8n/di') as {
	Container: { get<T>(type: new (...args: never[]) => T): T };
};

/** A file in the item itself, as in n8n's memory mode and from Code nodes. */
export function inItem(content: Buffer, mimeType = 'image/png'): IBinaryData {
	return { data: content.toString('base64'), mimeType };
}

/** n8n's binary store in its default mode, with a temporary folder for the test file. */
export function storedFiles(): { store(content: Buffer, mimeType?: string): Promise<IBinaryData> } {
	const folder = mkdtempSync(join(tmpdir(), 'hailuo-files-'));
	const service = Container.get(BinaryDataService);

	beforeAll(async () => {
		const config = Container.get(BinaryDataConfig);
		Object.assign(config, { mode: 'filesystem', localStoragePath: folder });
		await service.init();
	});
	afterAll(() => rmSync(folder, { recursive: true }));

	return {
		store: async (content, mimeType = 'image/png') =>
			await service.store({ type: 'execution', workflowId: 'w', executionId: 'e' }, content, {
				data: '',
				mimeType,
			}),
	};
}
