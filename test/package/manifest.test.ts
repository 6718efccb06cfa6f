/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { readManifest, readText, ROOT } from './tree';

const manifest = readManifest();

describe('package.json', () => {
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
		'has no script that runs on a user’s machine: %s',
		(script) => {
			expect(manifest.scripts).not.toHaveProperty(script);
		},
	);

	it('has n8n-workflow as its only peer dependency', () => {
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	});

	it('publishes only dist', () => {
		expect(manifest.files).toEqual(['dist']);
	});

	it('pins all development dependencies to exact versions', () => {
		const versions = Object.values(manifest.devDependencies as Record<string, string>);
		expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
	});
});

const lockFiles = ['package-lock.json', 'test/e2e/package-lock.json'].filter((file) =>
	existsSync(join(ROOT, file)),
);

describe('A lock file', () => {
	it.each(lockFiles)('has integrity hashes but no addresses: %s', (file) => {
		const { packages } = JSON.parse(readText(ROOT, file)) as {
			packages: Record<string, { resolved?: string; integrity?: string; link?: boolean }>;
		};
		const entries = Object.entries(packages).filter(([path]) => path !== '');

		expect(entries.length).toBeGreaterThan(100);
		expect(entries.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
		expect(entries.filter(([, { integrity, link }]) => !integrity && !link)).toEqual([]);
	});

	it('matches package.json', () => {
		const { packages } = JSON.parse(readText(ROOT, 'package-lock.json')) as {
			packages: Record<string, Record<string, unknown>>;
		};
		expect(packages['']).toMatchObject({
			name: manifest.name,
			version: manifest.version,
			devDependencies: manifest.devDependencies,
		});
	});
});
