/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import 'reflect-metadata';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BinaryDataConfig, BinaryDataService } from 'n8n-core';
import type { IBinaryData } from 'n8n-workflow';

/** n8n-core's own copy: the package can be installed several times, each with separate services. */
const { Container } = createRequire(require.resolve('n8n-core'))('@n8n/di') as {
	Container: { get<T>(type: new (...args: never[]) => T): T };
};

let folder: string | undefined;
let opening: Promise<BinaryDataService> | undefined;

/** Starts n8n's binary store in its default mode, with files in a temporary folder. */
export async function openBinaryStore(): Promise<BinaryDataService> {
	opening ??= open();
	return await opening;
}

async function open(): Promise<BinaryDataService> {
	folder = mkdtempSync(join(tmpdir(), 'hailuo-files-'));
	const config = Container.get(BinaryDataConfig);
	Object.assign(config, { mode: 'filesystem', localStoragePath: folder });
	const service = Container.get(BinaryDataService);
	await service.init();
	return service;
}

function deleteFiles(): void {
	if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}

// Jest gives each test file a process object of its own, which never exits.
if (typeof afterAll === 'function') afterAll(deleteFiles);
else process.once('exit', deleteFiles);

/** Stores a file for the input of a node. */
export async function storedFile(content: Buffer, mimeType = 'image/png'): Promise<IBinaryData> {
	const service = await openBinaryStore();
	const location = { type: 'execution', workflowId: 'input', executionId: 'input' } as const;
	return await service.store(location, content, { data: '', mimeType });
}

/** A file in the item itself, as in n8n's memory mode and from Code nodes. */
export function inItem(content: Buffer, mimeType = 'image/png'): IBinaryData {
	return { data: content.toString('base64'), mimeType };
}

/** The content of a file that a node has output. */
export function contentOf({ id, data }: IBinaryData): Buffer {
	if (id === undefined) return Buffer.from(data, 'base64');
	return readFileSync(Container.get(BinaryDataService).getPath(id));
}
