/**
 * The output of `npm test` for a jest run: one line for each kind of test that passes, full failures
 * as soon as they occur, and at the end the files that took longest.
 */
const SLOW_FILES = 5;
const SLOW_S = 10;
/** Interval of progress messages, ms. */
const ALIVE_MS = 60_000;

const seconds = (ms) => `${Math.round(ms / 1000)} s`;

module.exports = class ShortReporter {
	constructor({ rootDir }) {
		this.nameOf = (path) => path.slice(rootDir.length + 1).replaceAll('\\', '/');
	}

	onRunStart(results) {
		this.heartbeat = setInterval(() => {
			const {
				startTime,
				testResults,
				numTotalTestSuites: all,
				numFailedTestSuites: failed,
			} = results;
			const state = `${testResults.length} of ${all} files, ${failed} failed`;
			console.log(`  … ${seconds(Date.now() - startTime)}: ${state}`);
		}, ALIVE_MS);
		this.heartbeat.unref();
	}

	onTestResult({ path }, { failureMessage }) {
		if (failureMessage) console.log(`\n✗ ${this.nameOf(path)}\n${failureMessage}`);
	}

	onRunComplete(_contexts, { testResults }) {
		clearInterval(this.heartbeat);
		const kindOf = ({ displayName }) => displayName?.name ?? '';
		for (const kind of new Set(testResults.map(kindOf))) {
			const files = testResults.filter((file) => kindOf(file) === kind);
			const sum = (of) => files.map(of).reduce((a, b) => a + b, 0);
			const failed = files.filter(({ failureMessage }) => failureMessage).length;
			const skipped = sum((file) => file.numPendingTests + file.numTodoTests);
			const counts = [
				`${files.length} files`,
				`${sum((file) => file.numPassingTests)} tests passed`,
				...(failed > 0 ? [`${failed} files failed`] : []),
				...(skipped > 0 ? [`${skipped} tests skipped`] : []),
			];
			console.log(`  ${failed > 0 ? '✗' : '✓'} ${kind.padEnd(10)} ${counts.join(', ')}`);
		}

		const slow = testResults
			.map(({ testFilePath, perfStats }) => ({ testFilePath, ms: perfStats.end - perfStats.start }))
			.filter(({ ms }) => ms >= SLOW_S * 1000)
			.sort((a, b) => b.ms - a.ms)
			.slice(0, SLOW_FILES);
		const list = slow.map(({ testFilePath, ms }) => `${this.nameOf(testFilePath)} ${seconds(ms)}`);
		if (list.length > 0) console.log(`    longest: ${list.join(', ')}`);
	}
};
