const ts = { '^.+\\.ts$': ['ts-jest', { diagnostics: false, isolatedModules: true }] };

/** One project per kind of test, cheapest first; `npm run typecheck` checks the types of all of them. */
const project = (name) => ({
	displayName: name,
	testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
	testPathIgnorePatterns: ['/node_modules/'],
	transform: ts,
});

module.exports = {
	projects: ['unit', 'simulator', 'engine', 'package', 'e2e'].map(project),
	testTimeout: 30_000,
};
