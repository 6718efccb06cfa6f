/**
 * A faster version of Stryker's jest runner: for each mutant it runs only the files whose tests reach
 * it, starting with the one that failed last, and stops at the first failure. Stryker's runner runs
 * every file that imports the changed one.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { DryRunStatus, TestStatus } from '@stryker-mutator/api/test-runner';
import * as jest from '@stryker-mutator/jest-runner';

/** In the sandbox, since Stryker continues in a new process after a timeout. */
const FILES_BY_TEST = 'filesByTest.json';

const { factory } = jest.strykerPlugins[0];

function createRunner(injector) {
	const runner = factory(injector);
	const run = runner.run.bind(runner);
	let lastFailed;

	/** @param testFilter names of tests; undefined if the mutant takes effect when its file is loaded */
	function filesFor(testFilter) {
		const byTest = JSON.parse(readFileSync(FILES_BY_TEST, 'utf8'));
		const files = (testFilter ?? Object.keys(byTest)).flatMap((name) => byTest[name]);
		return [...new Set(files)].sort((a, b) => (b === lastFailed) - (a === lastFailed));
	}

	async function runUntilFailure(settings, files) {
		const tests = [];
		for (const testFiles of [files.slice(0, 1), files.slice(1)]) {
			if (testFiles.length === 0) continue;
			const { dryRunResult } = await run({ ...settings, testFiles });
			if (dryRunResult.status !== DryRunStatus.Complete) return { dryRunResult };
			tests.push(...dryRunResult.tests);
			const failed = tests.find(({ status }) => status === TestStatus.Failed);
			if (failed) {
				lastFailed = failed.fileName;
				break;
			}
		}
		return { dryRunResult: { status: DryRunStatus.Complete, tests } };
	}

	return {
		init: async () => await runner.init(),
		capabilities: () => runner.capabilities(),
		async dryRun(options) {
			runner.run = run;
			const result = await runner.dryRun(options);
			const byTest = {};
			for (const { name, fileName } of result.tests ?? []) {
				byTest[name] = [...new Set([...(byTest[name] ?? []), fileName])];
			}
			writeFileSync(FILES_BY_TEST, JSON.stringify(byTest));
			return result;
		},
		async mutantRun(options) {
			const files = filesFor(options.testFilter);
			runner.run = async (settings) => await runUntilFailure(settings, files);
			return await runner.mutantRun(options);
		},
	};
}
createRunner.inject = factory.inject;

export const { strykerValidationSchema } = jest;
export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'jest', createRunner)];
