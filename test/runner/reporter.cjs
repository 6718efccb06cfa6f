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
		this.rootDir = rootDir;
		this.files = [];
		this.startedAt = Date.now();
	}

	onRunStart(results) {
		this.heartbeat = setInterval(() => {
			const failed = this.files.filter(({ isFailed }) => isFailed).length;
			const state = `${this.files.length} of ${results.numTotalTestSuites} files, ${failed} failed`;
			console.log(`  … ${seconds(Date.now() - this.startedAt)}: ${state}`);
		}, ALIVE_MS);
		this.heartbeat.unref();
	}

	onTestResult({ path, context }, result) {
		const isFailed = Boolean(result.failureMessage);
		const { start, end } = result.perfStats;
		const name = path.slice(this.rootDir.length + 1).replaceAll('\\', '/');
		this.files.push({
			kind: context.config.displayName?.name ?? '',
			name,
			isFailed,
			tests: result.numPassingTests,
			skipped: result.numPendingTests + result.numTodoTests,
			ms: end - start,
		});
		if (isFailed) console.log(`\n✗ ${name}\n${result.failureMessage}`);
	}

	onRunComplete() {
		clearInterval(this.heartbeat);
		for (const kind of new Set(this.files.map((file) => file.kind))) {
			const files = this.files.filter((file) => file.kind === kind);
			const sum = (of) => files.map(of).reduce((a, b) => a + b, 0);
			const failed = files.filter(({ isFailed }) => isFailed).length;
			const skipped = sum((file) => file.skipped);
			const counts = [
				`${files.length} files`,
				`${sum((file) => file.tests)} tests passed`,
				...(failed > 0 ? [`${failed} files failed`] : []),
				...(skipped > 0 ? [`${skipped} tests skipped`] : []),
			];
			console.log(`  ${failed > 0 ? '✗' : '✓'} ${kind.padEnd(10)} ${counts.join(', ')}`);
		}
		this.tellSlow();
	}

	tellSlow() {
		const slow = this.files
			.filter(({ ms }) => ms >= SLOW_S * 1000)
			.sort((a, b) => b.ms - a.ms)
			.slice(0, SLOW_FILES);
		if (slow.length === 0) return;
		const list = slow.map(({ name, ms }) => `${name} ${seconds(ms)}`);
		console.log(`    longest: ${list.join(', ')}`);
	}
};
