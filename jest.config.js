const ts = { '^.+\\.ts$': ['ts-jest', { diagnostics: false }] };

/** One project per kind of test, cheapest first; `npm run typecheck` checks the types of all of them. */
const project = (name) => ({
	displayName: name,
	testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
	modulePathIgnorePatterns: ['<rootDir>/test/e2e/node_modules', '<rootDir>/dist'],
	transform: ts,
	setupFiles: name === 'engine' ? ['<rootDir>/test/engine/harness/quietLog.js'] : [],
});

module.exports = {
	projects: ['unit', 'simulator', 'engine', 'package', 'e2e'].map(project),
	testTimeout: 30_000,
};
