/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { readManifest, readText, ROOT } from './tree';

const manifest = readManifest();

it.each([
	'dependencies',
	'optionalDependencies',
	'bundledDependencies',
	'overrides',
	'resolutions',
])('has no %s', (section) => {
	expect(manifest).not.toHaveProperty(section);
});

it.each(['preinstall', 'install', 'postinstall', 'prepare', 'prepack', 'prepublish'])(
	'runs nothing on a user’s machine: no script %s',
	(script) => {
		expect(manifest.scripts).not.toHaveProperty(script);
	},
);

it('takes from n8n what it needs of n8n', () => {
	expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
});

it('publishes the built code only', () => {
	expect(manifest.files).toEqual(['dist']);
});

it('names every version it is developed with exactly, so that no day differs from another', () => {
	const versions = Object.values(manifest.devDependencies as Record<string, string>);
	expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

const lockFiles = ['package-lock.json', 'test/e2e/package-lock.json'].filter((file) =>
	existsSync(join(ROOT, file)),
);

it.each(lockFiles)('%s says what to install, and not from where', (file) => {
	const { packages } = JSON.parse(readText(ROOT, file)) as {
		packages: Record<string, { resolved?: string; integrity?: string; link?: boolean }>;
	};
	const entries = Object.entries(packages).filter(([path]) => path !== '');

	expect(entries.length).toBeGreaterThan(100);
	expect(entries.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
	expect(entries.filter(([, { integrity, link }]) => !integrity && !link)).toEqual([]);
});

it('the lock file is that of this manifest', () => {
	const { packages } = JSON.parse(readText(ROOT, 'package-lock.json')) as {
		packages: Record<string, Record<string, unknown>>;
	};
	expect(packages['']).toMatchObject({
		name: manifest.name,
		version: manifest.version,
		devDependencies: manifest.devDependencies,
	});
});
