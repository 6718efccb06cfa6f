const ts = { '^.+\\.ts$': ['ts-jest', { diagnostics: false }] };

const { findChromium } = require('./test/e2e/browser/chromium.cjs');

if (!findChromium()) {
	const missing = 'Chromium is not on the PATH: the browser tests (test/e2e/browser) are left out';
	if (process.env.CI) throw new Error(missing);
	console.warn(missing);
}

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
		project('engine', { setupFiles: ['<rootDir>/test/engine/harness/quietLog.js'] }),
		project('package'),
		project('e2e', {
			globalSetup: '<rootDir>/test/e2e/globalSetup.ts',
			globalTeardown: '<rootDir>/test/e2e/globalTeardown.ts',
			testPathIgnorePatterns: findChromium() ? [] : ['<rootDir>/test/e2e/browser/'],
		}),
	],
	testTimeout: 60_000,
};
