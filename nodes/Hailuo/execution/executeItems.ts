import { type IExecuteFunctions, type INodeExecutionData, sleep } from 'n8n-workflow';

import { limitConcurrency } from '../scheduling/limit';
import { shorten } from '../utils/format';
import { err } from '../utils/result';
import { Accounts } from './accounts';
import { cancellationError } from './cancellation';
import { errorItem, runError } from './errors';
import type { ItemFailure, ItemResult } from './itemResult';
import type { Executable, OperationRun, ValidItem } from './operation';
import { RunContext } from './runContext';
import { summarizeIssues, validateItem, withItemIndex, type ValidatedItem } from './validateItem';

/** Each validation may read the headers of two image files. */
const MAX_CONCURRENT_VALIDATIONS = 10;

/**
 * Executes an operation for all items together; the output is in input order.
 *
 * With On Error = Stop, nothing is sent if any item is invalid, and the first failure ends the run with
 * an error that lists everything that the execution has created. Otherwise, and for an agent, each
 * failed item becomes an error item, and nothing is thrown.
 */
export async function executeItems(
	context: IExecuteFunctions,
	operation: Executable,
): Promise<INodeExecutionData[][]> {
	const run = new RunContext(context);
	const validated = await validateAll(run, operation);
	if (run.stopSignal.aborted) throw cancellationError(run);
	const items = validated.map(({ result }) => result);
	const invalid = items.flatMap((item, itemIndex) =>
		item.ok ? [] : [{ failure: item.error, itemIndex }],
	);
	if (invalid.length > 0 && !run.continuesOnFail) {
		throw failRun(run, summarizeIssues(invalid, items.length));
	}
	showHints(
		context,
		validated.flatMap(({ hints }) => hints),
	);

	const results = await executeAll(run, operation, items);
	if (run.stopSignal.aborted) throw cancellationError(run);
	const [failed] = run.failed;
	if (failed !== undefined && !run.continuesOnFail) {
		throw failRun(run, withItemIndex(failed, items.length));
	}

	const output = results.flatMap((result, itemIndex) => toOutput(run, result, itemIndex));
	if (mayRunAgain(run, output)) run.store.resumeInNextCall();
	else run.store.finish();
	return [output];
}

function failRun(run: RunContext, failure: ItemFailure) {
	const error = runError(run.context, failure, run.store.report(), run.runIndex);
	run.store.resumeInNextCall();
	return error;
}

/** Executes the valid items in parallel. Returns the results of all items. */
async function executeAll(
	run: RunContext,
	operation: Executable,
	items: ReadonlyArray<ValidatedItem['result']>,
): Promise<ItemResult[]> {
	const valid = items.flatMap((item) => (item.ok ? item.value : []));
	if (valid.length === 0) return items.flatMap((item) => (item.ok ? [] : item));
	const operationRun = operation.start(run, valid);
	const limit = limitConcurrency(Math.ceil(operationRun.maxConcurrency ?? Infinity));
	const executing = await mapWithYield(items, async (item, itemIndex): Promise<ItemResult> => {
		if (!item.ok) return run.fail(itemIndex, item.error);
		return await limit(
			async (releaseSlot) => await executeItem(run, operationRun, item.value, releaseSlot),
		);
	});
	const results = await Promise.all(executing);

	// Nothing after the items may throw without the report of what was created.
	if (!run.stopSignal.aborted) {
		await logErrors(run, async () => await operationRun.afterItems?.());
		await logErrors(run, () => showHints(run.context, operationRun.hints?.(results) ?? []));
	}
	return results;
}

/** Executes an item, which holds its slot until it releases it, has failed the run, or has its output. */
async function executeItem(
	run: RunContext,
	operationRun: OperationRun<unknown>,
	item: ValidItem<unknown>,
	releaseSlot: () => void,
): Promise<ItemResult> {
	const { itemIndex } = item;
	// An exception in one item must not lose the tasks of the others.
	const result = await operationRun.execute(item, releaseSlot).catch((error: unknown) =>
		err<ItemFailure>({
			message: shorten(String((error as Error | undefined)?.message ?? error)),
			task: run.store.task(itemIndex),
		}),
	);
	// A failed create has already failed the run, before its queue sent another one.
	if (!result.ok && result.error.createOutcome === undefined) run.fail(itemIndex, result.error);
	return result;
}

/** The output items of one item, each linked to it. */
function toOutput(run: RunContext, result: ItemResult, itemIndex: number): INodeExecutionData[] {
	if (result.ok) {
		return [result.value].flat().map((item) => ({ ...item, pairedItem: { item: itemIndex } }));
	}
	const { error } = result;
	const mayBeCreated = error.createOutcome === 'indeterminate';
	return [
		errorItem(error, itemIndex, mayBeCreated ? run.store.indeterminate(itemIndex) : undefined),
	];
}

async function logErrors(run: RunContext, action: () => unknown): Promise<void> {
	try {
		await action();
	} catch (error) {
		run.log('warn', shorten((error as Error).message));
	}
}

async function validateAll(run: RunContext, operation: Executable): Promise<ValidatedItem[]> {
	const accounts = new Accounts(run);
	const limit = limitConcurrency(MAX_CONCURRENT_VALIDATIONS);
	const validating = await mapWithYield(
		run.context.getInputData(),
		async (_, itemIndex) =>
			await limit(async () =>
				run.stopSignal.aborted
					? { result: err({ message: 'Not validated' }), hints: [] }
					: await validateItem(run, accounts, operation, itemIndex),
			),
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
