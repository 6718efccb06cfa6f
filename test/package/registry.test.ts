/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions -- development code, never shipped */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { readText, ROOT } from './tree';

/** Package registries of npm, Yarn, GitHub and common mirrors, and npm settings that name a registry. */
const REGISTRY = new RegExp(
	[
		'registry\\.(?:npmjs|yarnpkg|npmmirror|npm\\.taobao)\\.',
		'npm\\.pkg\\.github\\.',
		'\\bregistry(?:-url)?["\']?\\s*[:=]\\s*["\']?https?:',
	].join('|'),
);

/** All files of the repository, including those not committed yet. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
	cwd: ROOT,
	encoding: 'utf8',
})
	.split('\n')
	.filter((path) => /\.(?:ts|js|cjs|mjs|json|md|ya?ml)$|(?:^|\/)\.[^/]+$|^\.ci\//.test(path))
	.filter((path) => existsSync(join(ROOT, path)));

describe('Addresses of package registries', () => {
	it.each([
		`registry-url: ${'https'}://packages.example.org`,
		`registry=${'https'}://packages.example.org/npm`,
		`"resolved": "https://${'registry'}.npmjs.org/axios"`,
	])('are found: %s', (text) => {
		expect(text).toMatch(REGISTRY);
	});

	it('occur in no file of the repository', () => {
		expect(files).toEqual(expect.arrayContaining(['.npmrc', '.github/workflows/publish.yml']));
		const naming = files.filter((path) => REGISTRY.test(readText(ROOT, path)));
		expect(naming).toEqual([]);
	});
});
