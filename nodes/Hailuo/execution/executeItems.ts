import { type IExecuteFunctions, type INodeExecutionData, sleep } from 'n8n-workflow';

import { limitConcurrency } from '../scheduling/limit';
import { shorten } from '../utils/format';
import { err } from '../utils/result';
import { cancellationError } from './cancellation';
import { errorItem, runError } from './errors';
import type { ItemFailure, ItemResult } from './itemResult';
import type { Execution, OperationRun } from './operation';
import { RunContext } from './runContext';
import { shouldContinueOnFail } from './toolMode';
import {
	summarizeIssues,
	validateItem,
	withItemIndex,
	type ValidatedItem,
	type ValidItem,
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
	const failRun = (failure: ItemFailure) => {
		const error = runError(context, failure, run.store.report(), run.runIndex);
		run.store.resumeInNextCall();
		return error;
	};

	const validated = await validateAll(run, operation);
	if (run.stopSignal.aborted) throw cancellationError(run, []);
	const invalid = validated.flatMap(({ result }, itemIndex) =>
		result.ok ? [] : [{ failure: result.error, itemIndex }],
	);
	if (invalid.length > 0 && !shouldContinueOnFail(context)) {
		throw failRun(summarizeIssues(invalid, validated.length));
	}
	showHints(
		context,
		validated.flatMap(({ hints }) => hints),
	);

	const operationRun = operation.start(run);
	const valid = validated.flatMap(({ result }) => (result.ok ? result.value : []));
	const refusal = valid.length > 0 ? await operationRun.check?.(valid) : undefined;
	if (run.stopSignal.aborted) throw cancellationError(run, []);
	const items = validated.map(({ result }, itemIndex) =>
		refusal?.items.has(itemIndex) ? err(refusal.failure) : result,
	);

	const { results, firstFailure } = await executeAll(run, operationRun, items);

	// Nothing after the items may throw without the report of what was created.
	if (!run.stopSignal.aborted) {
		await logErrors(run, async () => await operationRun.afterItems?.(valid));
	}
	if (run.stopSignal.aborted) throw cancellationError(run, results);
	await logErrors(run, () => showHints(context, operationRun.hints?.(results) ?? []));
	if (firstFailure !== undefined) throw failRun(firstFailure);

	const output = results.flatMap((result, itemIndex) => toOutput(run, result, itemIndex));
	if (mayRunAgain(run, output)) run.store.resumeInNextCall();
	else run.store.finish();
	return [output];
}

/**
 * Executes all items in parallel.
 *
 * @returns with On Error = Stop, also the failure that ends the run
 */
async function executeAll<Input>(
	run: RunContext,
	operationRun: OperationRun<Input>,
	items: ReadonlyArray<ValidatedItem<Input>['result']>,
): Promise<{ results: ItemResult[]; firstFailure?: ItemFailure }> {
	let firstFailure: ItemFailure | undefined;
	const executing = await mapWithYield(items, async (item, itemIndex): Promise<ItemResult> => {
		const result = item.ok ? await executeItem(item.value) : item;
		if (!result.ok && !result.error.isAborted && !shouldContinueOnFail(run.context)) {
			firstFailure ??= withItemIndex({ failure: result.error, itemIndex }, items.length);
			run.onItemFailure(result.error);
		}
		return result;
	});
	return { results: await Promise.all(executing), firstFailure };

	/** An exception in one item must not lose the tasks of the others. */
	async function executeItem(item: ValidItem<Input>): Promise<ItemResult> {
		return await operationRun.execute(item.input, item).catch((error: unknown) =>
			err<ItemFailure>({
				message: shorten(String((error as Error | undefined)?.message ?? error)),
				task: run.store.task(item.itemIndex),
			}),
		);
	}
}

/** The output items of one item, each linked to it. */
function toOutput(run: RunContext, result: ItemResult, itemIndex: number): INodeExecutionData[] {
	if (result.ok) {
		return [result.value].flat().map((item) => ({ ...item, pairedItem: { item: itemIndex } }));
	}
	const { error } = result;
	if (error.isAborted) return [];
	const mayBeCreated = error.create === 'indeterminate';
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
