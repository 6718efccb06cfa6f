import { type IExecuteFunctions, type INodeExecutionData, sleep } from 'n8n-workflow';

import { limitConcurrency } from '../scheduling/limit';
import { shorten } from '../utils/format';
import { err } from '../utils/result';
import { cancellationError } from './cancellation';
import { errorItem, runError } from './errors';
import type { ItemFailure, ItemResult } from './itemResult';
import type { Execution, RunItem } from './operation';
import { RunContext } from './runContext';
import { shouldContinueOnFail } from './toolMode';
import {
	summarizeIssues,
	validateItem,
	withItemIndex,
	type FailedItem,
	type ValidatedItem,
} from './validateItem';

/** Each validation may read the headers of two image files. */
const MAX_CONCURRENT_VALIDATIONS = 10;

/**
 * Executes an operation for all items together; the output is in input order.
 *
 * With On Error = Stop, nothing is sent if any item is invalid, and the first failure ends the run with
 * an error that lists everything that the execution has created. Otherwise, and for an agent, each
 * failed item becomes an error item, and nothing is thrown.
 */
export async function executeItems<Input>(
	context: IExecuteFunctions,
	operation: Execution<Input>,
): Promise<INodeExecutionData[][]> {
	const run = new RunContext(context);
	const continueOnFail = shouldContinueOnFail(context);
	const failRun = (failure: ItemFailure) => {
		const error = runError(context, failure, run.store.report(), run.runIndex);
		run.store.resumeInNextCall();
		return error;
	};

	const items = await validateAll(run, operation);
	if (run.stopSignal.aborted) throw cancellationError(run, []);
	const invalid = items.flatMap(({ result }, itemIndex) =>
		result.ok ? [] : [{ failure: result.error, itemIndex }],
	);
	if (invalid.length > 0 && !continueOnFail) throw failRun(summarizeIssues(invalid, items.length));
	showHints(
		context,
		items.flatMap(({ hints }) => hints),
	);

	const valid = items.flatMap(({ result }) => (result.ok ? result.value : []));
	const refusal = valid.length > 0 ? await operation.checkRun?.(run, valid) : undefined;
	if (run.stopSignal.aborted) throw cancellationError(run, []);
	// Items that an earlier try has created are resumed first, since their videos are paid.
	const isRefused = ({ itemIndex }: RunItem) => refusal?.items.has(itemIndex) ?? false;
	if (refusal && !continueOnFail && valid.every(isRefused)) throw failRun(refusal.failure);

	const execute = operation.createExecutor(run);
	const executeItem = async (
		{ result }: ValidatedItem<Input>,
		itemIndex: number,
	): Promise<ItemResult> => {
		if (refusal?.items.has(itemIndex)) return err(refusal.failure);
		if (!result.ok) return result;
		return await execute(result.value.input, result.value).catch((error: unknown) =>
			// An exception in one item must not lose the tasks of the others.
			err<ItemFailure>({
				message: shorten(String((error as Error | undefined)?.message ?? error)),
				task: run.store.task(itemIndex),
			}),
		);
	};
	let firstFailure: FailedItem | undefined;
	const started = await mapWithYield(items, async (item, itemIndex): Promise<ItemResult> => {
		const result = await executeItem(item, itemIndex);
		if (!result.ok && !result.error.isAborted && !continueOnFail) {
			firstFailure ??= { failure: result.error, itemIndex };
			run.onItemFailure(result.error);
		}
		return result;
	});
	const results = await Promise.all(started);

	// Nothing after the items may throw without the report of what was created.
	if (!run.stopSignal.aborted) {
		await logErrors(run, async () => await operation.settle?.(run, valid));
	}
	if (run.stopSignal.aborted) throw cancellationError(run, results);
	await logErrors(run, () =>
		showHints(context, [
			...replayHints(run),
			...run.inMemoryFiles.hints(),
			...(operation.hintsAfter?.(run, results) ?? []),
		]),
	);
	if (firstFailure !== undefined) {
		const { failure } = firstFailure;
		const isRunRefused = failure === refusal?.failure;
		throw failRun(isRunRefused ? failure : withItemIndex(firstFailure, items.length));
	}

	const output = results.flatMap((result, itemIndex) => {
		if (result.ok) {
			const outputs = [result.value].flat();
			return outputs.map((output) => ({ ...output, pairedItem: { item: itemIndex } }));
		}
		return result.error.isAborted ? [] : [errorItem(result.error, itemIndex)];
	});
	if (mayRunAgain(run, output)) run.store.resumeInNextCall();
	else run.store.finish();
	return [output];
}

async function logErrors(run: RunContext, action: () => unknown): Promise<void> {
	try {
		await action();
	} catch (error) {
		run.logWarning(shorten((error as Error).message));
	}
}

async function validateAll<Input>(
	run: RunContext,
	operation: Execution<Input>,
): Promise<Array<ValidatedItem<Input>>> {
	const limit = limitConcurrency(MAX_CONCURRENT_VALIDATIONS);
	const validating = await mapWithYield(
		run.context.getInputData(),
		async (_, itemIndex) => await limit(async () => await validateItem(run, operation, itemIndex)),
	);
	return await Promise.all(validating);
}

/**
 * With Retry On Fail, n8n runs the node again after an exception and after an error in the first item.
 * An agent may call again after any error.
 */
function mayRunAgain({ context, isTool }: RunContext, output: INodeExecutionData[]): boolean {
	if (isTool) return output.some(({ json }) => Boolean(json.error));
	return context.getNode().retryOnFail === true && Boolean(output[0]?.json.error);
}

/** Shows messages above the node's output, without duplicates. */
function showHints(context: IExecuteFunctions, hints: readonly string[]): void {
	const messages = [...new Set(hints)];
	context.addExecutionHints(
		...messages.map((message) => ({ message, location: 'outputPane' as const })),
	);
}

/** For these items nothing new was charged: expected after a crash, unexpected otherwise. */
function replayHints({ replayed }: RunContext): string[] {
	if (replayed.length === 0) return [];
	const tasks = replayed.map(({ itemIndex, taskId }) => `item ${itemIndex} (${taskId})`);
	return [
		`The provider returned an existing task instead of creating a new one: ${tasks.join(', ')}.`,
	];
}

/** Resolving the expressions of one item takes up to 0.5 ms, so n8n is blocked for about 10 ms at most. */
const ITEMS_PER_YIELD = 25;

/** Maps items in order, and yields to the event loop regularly, since thousands of items would block n8n. */
export async function mapWithYield<T, R>(
	items: readonly T[],
	map: (item: T, itemIndex: number) => R,
): Promise<R[]> {
	const results: R[] = [];
	for (const [itemIndex, item] of items.entries()) {
		if (itemIndex > 0 && itemIndex % ITEMS_PER_YIELD === 0) await sleep(0);
		results.push(map(item, itemIndex));
	}
	return results;
}
