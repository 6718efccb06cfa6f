/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions -- development code, never shipped */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { readText, ROOT } from './tree';

/** Hosts of package registries (npm, Yarn, GitHub, common mirrors), and npm settings with a registry URL. */
const REGISTRY = new RegExp(
	[
		'registry\\.(?:npmjs|yarnpkg|npmmirror|npm\\.taobao)\\.',
		'npm\\.pkg\\.github\\.',
		'\\bregistry(?:-url)?["\']?\\s*[:=]\\s*["\']?https?:',
	].join('|'),
);

/** All text files of the repository, including uncommitted ones. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
	cwd: ROOT,
	encoding: 'utf8',
})
	.split('\n')
	.filter((path) => /\.(?:ts|js|cjs|mjs|json|md|ya?ml)$|(?:^|\/)\.[^/]+$|^\.ci\//.test(path))
	.filter((path) => existsSync(join(ROOT, path)));

describe('REGISTRY', () => {
	it.each([
		`registry-url: ${'https'}://packages.example.org`,
		`registry=${'https'}://packages.example.org/npm`,
		`"resolved": "https://${'registry'}.npmjs.org/axios"`,
	])('matches %s', (text) => {
		expect(text).toMatch(REGISTRY);
	});
});

describe('The repository', () => {
	it('has no file with the address of a package registry', () => {
		expect(files).toEqual(expect.arrayContaining(['.npmrc', '.github/workflows/publish.yml']));
		const matching = files.filter((path) => REGISTRY.test(readText(ROOT, path)));
		expect(matching).toEqual([]);
	});
});
