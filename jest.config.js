const ts = { '^.+\\.ts$': ['ts-jest', { diagnostics: false }] };

const { findChromium } = require('./test/e2e/browser/chromium.cjs');
const { findPostgres, findRedis, findSetpriv } = require('./test/e2e/queue/programs.cjs');

/** Programs that a machine may lack, and the folder of the tests that need them. */
const PROGRAMS = [
	['Chromium', findChromium, 'test/e2e/browser'],
	['redis-server', findRedis, 'test/e2e/queue'],
	['PostgreSQL', findPostgres, 'test/e2e/queue'],
	['setpriv of util-linux', findSetpriv, 'test/e2e/queue'],
];

const missing = PROGRAMS.filter(([, find]) => !find());
for (const [program, , folder] of missing) {
	const message = `${program} is not on this machine: the tests in ${folder} are left out`;
	if (process.env.CI) throw new Error(message);
	console.warn(message);
}

/** n8n's engine logs every failed node. */
const quiet = ['<rootDir>/test/engine/harness/quietLog.js'];

/** One project per kind of test, cheapest first; `npm run typecheck` checks the types of all of them. */
const project = (name, extra = {}) => ({
	displayName: name,
	testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
	modulePathIgnorePatterns: ['<rootDir>/test/e2e/node_modules', '<rootDir>/dist'],
	transform: ts,
	...extra,
});

module.exports = {
	projects: [
		project('unit'),
		project('docs'),
		project('simulator'),
		project('engine', { setupFiles: quiet }),
		project('faults', { setupFiles: quiet }),
		project('package'),
		project('e2e', {
			globalSetup: '<rootDir>/test/e2e/globalSetup.ts',
			globalTeardown: '<rootDir>/test/e2e/globalTeardown.ts',
			testPathIgnorePatterns: missing.map(([, , folder]) => `<rootDir>/${folder}/`),
		}),
	],
	testTimeout: 60_000,
};
