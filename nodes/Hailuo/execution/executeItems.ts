import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { Credential } from '../transport/credential';
import { createLimit } from '../scheduling/limit';
import { joinMessages } from '../utils/format';
import { mapWithYield } from './mapWithYield';
import { errorItem, runError } from './errors';
import type { ItemFailure, ItemResult } from './itemResult';
import { ParameterReader } from './parameterReader';
import { RunContext, type Account } from './runContext';
import { cancellationError } from './cancellation';
import type { TaskStore } from './taskStore';
import { shouldContinueOnFail } from './toolMode';

/** Items whose files are looked at side by side before anything is sent. */
const MAX_CONCURRENT_VALIDATIONS = 10;

/** Where an item's files and addresses are found, and what an earlier try has left of it. */
export interface ItemContext {
	context: IExecuteFunctions;
	itemIndex: number;
	credential: Credential;
	store: TaskStore;
}

/** An item that is worked on. */
export interface RunItem extends Account {
	itemIndex: number;
}

/** An operation of the node, in two steps: look at every item first, then work on all of them. */
export interface Operation<T> {
	/** Its part of the form. */
	fields: readonly INodeProperties[];
	/** What the item asks for; what is wrong with it goes to the parameters' complaints, what is odd to their hints. */
	validate(parameters: ParameterReader, item: ItemContext): Promise<T | undefined> | T | undefined;
	/** Begins a run; the returned function works on one item. What goes wrong is a result, not a throw. */
	createExecutor(run: RunContext): (wish: T, item: RunItem) => Promise<ItemResult>;
	/** Called once all items have ended, unless the user stopped the run. */
	settle?(run: RunContext, items: readonly RunItem[]): Promise<void>;
}

/**
 * Runs an operation over all items together; the output is in the order of the input.
 *
 * With On Error = Stop, one wrong item means that nothing is sent, and the first failure ends the
 * run with an error that tells all that the execution has created. Otherwise, and for an agent, each
 * item that went wrong becomes an error item, and nothing is thrown.
 */
export async function executeItems<T>(
	context: IExecuteFunctions,
	operation: Operation<T>,
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	const goesOn = shouldContinueOnFail(context);
	const run = new RunContext(context);

	const place = createLimit(MAX_CONCURRENT_VALIDATIONS);
	const checked = await Promise.all(
		await mapWithYield(
			items,
			async (_, itemIndex) =>
				await place(async () => await validateItem(run, operation, itemIndex)),
		),
	);
	const wrong = checked.flatMap((item, itemIndex) =>
		'failure' in item ? [{ failure: item.failure, itemIndex }] : [],
	);
	if (wrong.length > 0 && !goesOn) {
		keepForNextCall(run);
		throw runError(context, summarizeIssues(wrong, items.length), run.store.report(), run.runIndex);
	}
	showHints(
		context,
		checked.flatMap(({ hints }) => hints),
	);

	const work = operation.createExecutor(run);
	let first: FailedItem | undefined;
	const begun = await mapWithYield(checked, async (item, itemIndex): Promise<ItemResult> => {
		const outcome =
			'failure' in item
				? item
				: await work(item.wish, item).catch((error) => unexpectedFailure(run, itemIndex, error));
		if ('failure' in outcome && !goesOn && first === undefined) {
			first = { failure: outcome.failure, itemIndex };
			run.abortOnFailure();
		}
		return outcome;
	});
	const outcomes = await Promise.all(begun);

	if (!run.stopSignal.aborted) {
		await operation.settle?.(
			run,
			checked.filter((item) => 'wish' in item),
		);
	}
	if (run.stopSignal.aborted) throw cancellationError(run, outcomes);
	showHints(context, replayHints(run));
	if (first !== undefined) {
		const error = runError(
			context,
			withItemIndex(first, items.length),
			run.store.report(),
			run.runIndex,
		);
		keepForNextCall(run);
		throw error;
	}

	const output = outcomes.flatMap((outcome, itemIndex) => {
		if ('item' in outcome) return [{ ...outcome.item, pairedItem: { item: itemIndex } }];
		return 'failure' in outcome ? [errorItem(outcome.failure, itemIndex)] : [];
	});
	if (mayRunAgain(run, output)) keepForNextCall(run);
	else run.store.finish();
	return [output];
}

/**
 * With Retry On Fail, n8n runs the node again not only after a throw, but also after an error in the
 * first item. And an agent that is told of an error may call again.
 */
function mayRunAgain({ context, isTool }: RunContext, output: INodeExecutionData[]): boolean {
	if (isTool) return output.some(({ json }) => Boolean(json.error));
	return context.getNode().retryOnFail === true && Boolean(output[0]?.json.error);
}

/** n8n's next try of a node has the same run index; the next call of an agent has another. */
function keepForNextCall({ isTool, store }: RunContext): void {
	if (isTool) store.carryOver();
}

/** A throw of one item must not take the others' tasks with it. */
function unexpectedFailure(run: RunContext, itemIndex: number, error: Error): ItemResult {
	return { failure: { message: error.message, task: run.store.task(itemIndex) } };
}

type ValidatedItem<T> = { hints: readonly string[] } & (
	| ({ wish: T } & RunItem)
	| { failure: ItemFailure }
);

async function validateItem<T>(
	run: RunContext,
	operation: Operation<T>,
	itemIndex: number,
): Promise<ValidatedItem<T>> {
	const { context, store } = run;
	const read = (name: string) => context.getNodeParameter(name, itemIndex, null);
	const parameters = new ParameterReader(read, operation.fields);
	const { issues: complaints, hints } = parameters;
	try {
		const account = await run.account(itemIndex);
		if ('complaint' in account) complaints.push(account.complaint);
		else {
			const { credential } = account;
			const wish = await operation.validate(parameters, { context, itemIndex, credential, store });
			if (complaints.length === 0) return { wish: wish as T, itemIndex, ...account, hints };
		}
	} catch (error) {
		complaints.push((error as Error).message);
	}
	const failure = { message: joinMessages(complaints), task: store.task(itemIndex) };
	return { failure, hints };
}

/** Puts them above the node's output, each once, however many items they are true of. */
function showHints(context: IExecuteFunctions, hints: readonly string[]): void {
	const messages = [...new Set(hints)];
	context.addExecutionHints(
		...messages.map((message) => ({ message, location: 'outputPane' as const })),
	);
}

/** Nothing new was paid for there, which is right after a crash and odd otherwise. */
function replayHints({ replayed }: RunContext): string[] {
	if (replayed.length === 0) return [];
	const tasks = replayed.map(({ itemIndex, taskId }) => `item ${itemIndex} (${taskId})`);
	return [
		`The provider answered with an existing task instead of creating a new one: ${tasks.join(', ')}.`,
	];
}

interface FailedItem {
	failure: ItemFailure;
	itemIndex: number;
}

/** Says which item it was, where there are several. Items are counted from 0, as everywhere in n8n. */
function withItemIndex({ failure, itemIndex }: FailedItem, items: number): ItemFailure {
	return items === 1 ? failure : { ...failure, message: `Item ${itemIndex}: ${failure.message}` };
}

/** All wrong items in one error; what is wrong with each of them is said once. */
function summarizeIssues(wrong: readonly FailedItem[], items: number): ItemFailure {
	const messages = new Set(wrong.map(({ failure }) => failure.message));
	if (wrong.length === items && messages.size === 1) {
		return { message: [...messages][0], notCharged: 'run' };
	}
	const lines = wrong.map((one) => withItemIndex(one, items).message);
	if (lines.length === 1) return { message: lines[0], notCharged: 'run' };
	return {
		message: `${lines.length} of ${items} items cannot be sent`,
		suggestion: `${joinMessages(lines)}.`,
		notCharged: 'run',
	};
}
