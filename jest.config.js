const { missingPrograms } = require('./test/e2e/missing.cjs');

const withoutMissing = missingPrograms().map(({ folder }) => `<rootDir>/${folder}[/.]`);

const ts = { '^.+\\.ts$': ['ts-jest', { diagnostics: false }] };

/** n8n's engine logs every failed node. */
const quiet = ['<rootDir>/tools/engine/quietLog.js'];

/** Takes minutes, and runs in `npm run test:soak` only. */
const SOAK = '<rootDir>/test/**/*.soak.test.ts';

/** One project per kind of test, cheapest first; `npm run typecheck` checks the types of all of them. */
const project = (name, extra = {}) => ({
	displayName: name,
	testMatch: [`<rootDir>/test/${name}/**/!(*.soak).test.ts`],
	modulePathIgnorePatterns: ['<rootDir>/test/e2e/node_modules', '<rootDir>/dist'],
	transform: ts,
	...extra,
});

module.exports = {
	projects: [
		project('unit'),
		project('docs'),
		project('simulator'),
		project('package'),
		project('engine', { setupFiles: quiet }),
		project('faults', { setupFiles: quiet }),
		project('e2e', {
			globalSetup: '<rootDir>/test/e2e/globalSetup.ts',
			globalTeardown: '<rootDir>/test/e2e/globalTeardown.ts',
			testPathIgnorePatterns: withoutMissing,
		}),
		project('soak', {
			setupFiles: quiet,
			// Besides what is long in itself: what tries fewer cases in `npm test`.
			testMatch: [
				SOAK,
				'<rootDir>/test/unit/trigger/soak.long.test.ts',
				'<rootDir>/test/faults/plan.test.ts',
				'<rootDir>/test/e2e/triggerRestart.test.ts',
			],
			testPathIgnorePatterns: withoutMissing,
		}),
	],
	testSequencer: '<rootDir>/test/runner/sequencer.cjs',
	// Only a test that hangs reaches it: the machine may be busy.
	testTimeout: 180_000,
};
