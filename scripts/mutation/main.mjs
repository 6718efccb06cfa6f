/**
 * Changes the pure code in thousands of small ways, one at a time, and reports what no unit test notices:
 *
 *   npm run test:mutation                      every folder, hours
 *   npm run test:mutation -- domain utils      these folders
 *   npm run test:mutation -- domain/task.ts    this file
 *
 * `folders.json` lists the pure code, and for each part the folders of `test/unit` whose tests run for it:
 * not all folders, since a change to the table of models would otherwise run every test. The report is
 * `.mutation/<folder>.json`. Each run starts from scratch, since Stryker's incremental mode does not
 * notice changes in the tables of tests.
 */
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
process.chdir(root);

const require = createRequire(import.meta.url);
const FOLDERS = require('./folders.json');
const { projects } = require(join(root, 'jest.config.js'));
const unit = projects.find(({ displayName }) => displayName === 'unit');

/** Simulations and fuzzing take seconds per mutant; a table of cases should find the same mutants. */
const SLOW = '*.soak|*.long|*.fuzz|*.virtualTime';

/** @param what a folder, or one file of it */
function optionsFor(what) {
	const [folder] = what.split('/');
	const { mutate, tests } = FOLDERS[folder];
	return {
		mutate: (what === folder
			? mutate.split(' ').map((name) => `${folder}/${name}.ts`)
			: [what]
		).map((path) => `nodes/Hailuo/${path}`),
		testRunner: 'jest',
		jest: {
			config: {
				...unit,
				testMatch: tests
					.split(' ')
					.map((path) => `<rootDir>/test/unit/${path}/**/!(${SLOW}).test.ts`),
				projects: [],
				testTimeout: 20_000,
			},
		},
		coverageAnalysis: 'perTest',
		plugins: ['./scripts/mutation/jestRunner.mjs', './scripts/mutation/ignoreTexts.mjs'],
		ignorers: ['texts'],
		// One at a time, and long enough that a busy machine does not look like an endless loop.
		concurrency: 1,
		timeoutMS: 40_000,
		timeoutFactor: 4,
		reporters: ['clear-text', 'json', 'progress-append-only'],
		logLevel: 'warn',
		warnings: { slow: false },
		clearTextReporter: { logTests: false, reportTests: false, allowEmojis: false },
		jsonReporter: { fileName: `.mutation/${what.replace(/\W/g, '-')}.json` },
		// Outside the project, where neither jest nor the linter finds the copy.
		tempDirName: join(tmpdir(), 'n8n-nodes-hailuo-mutation'),
	};
}

const chosen = process.argv.slice(2);
const unknown = chosen.filter((what) => !(what.split('/')[0] in FOLDERS));
if (unknown.length > 0) {
	console.error(`Unknown: ${unknown.join(', ')}. Allowed: ${Object.keys(FOLDERS).join(', ')}`);
	process.exitCode = 1;
} else {
	for (const what of chosen.length > 0 ? chosen : Object.keys(FOLDERS)) {
		console.log(`\n${what}`);
		await new Stryker(optionsFor(what)).runMutationTest();
	}
}
