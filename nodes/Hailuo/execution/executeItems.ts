import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { Credential } from '../transport/credential';
import { places } from '../scheduling/limit';
import { inOneText } from '../utils/format';
import { mapInTurns } from './mapWithYield';
import { errorItem, runError } from './errors';
import type { ItemFailure, Outcome } from './itemResult';
import { ItemParameters } from './parameterReader';
import { Run, type Account } from './runContext';
import { stopped } from './cancellation';
import type { TaskStore } from './taskStore';
import { goesOnAfterErrors } from './toolMode';

/** Items whose files are looked at side by side before anything is sent. */
const CHECKS_AT_ONCE = 10;

/** Where an item's files and addresses are found, and what an earlier try has left of it. */
export interface Item {
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
	check(parameters: ItemParameters, item: Item): Promise<T | undefined> | T | undefined;
	/** Begins a run; the returned function works on one item. What goes wrong is a result, not a throw. */
	begin(run: Run): (wish: T, item: RunItem) => Promise<Outcome>;
	/** Called once all items have ended, unless the user stopped the run. */
	settle?(run: Run, items: readonly RunItem[]): Promise<void>;
}

/**
 * Runs an operation over all items together; the output is in the order of the input.
 *
 * With On Error = Stop, one wrong item means that nothing is sent, and the first failure ends the
 * run with an error that tells all that the execution has created. Otherwise, and for an agent, each
 * item that went wrong becomes an error item, and nothing is thrown.
 */
export async function runItems<T>(
	context: IExecuteFunctions,
	operation: Operation<T>,
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	const goesOn = goesOnAfterErrors(context);
	const run = new Run(context);

	const place = places(CHECKS_AT_ONCE);
	const checked = await Promise.all(
		await mapInTurns(
			items,
			async (_, itemIndex) => await place(async () => await checkItem(run, operation, itemIndex)),
		),
	);
	const wrong = checked.flatMap((item, itemIndex) =>
		'failure' in item ? [{ failure: item.failure, itemIndex }] : [],
	);
	if (wrong.length > 0 && !goesOn) {
		keepForNextTry(run);
		throw runError(context, summary(wrong, items.length), run.store.report(), run.runIndex);
	}
	showHints(
		context,
		checked.flatMap(({ hints }) => hints),
	);

	const work = operation.begin(run);
	let first: FailedItem | undefined;
	const begun = await mapInTurns(checked, async (item, itemIndex): Promise<Outcome> => {
		const outcome =
			'failure' in item
				? item
				: await work(item.wish, item).catch((error) => unforeseen(run, itemIndex, error));
		if ('failure' in outcome && !goesOn && first === undefined) {
			first = { failure: outcome.failure, itemIndex };
			run.itemFailed();
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
	if (run.stopSignal.aborted) throw stopped(run, outcomes);
	showHints(context, replayHints(run));
	if (first !== undefined) {
		const error = runError(context, inItem(first, items.length), run.store.report(), run.runIndex);
		keepForNextTry(run);
		throw error;
	}

	const output = outcomes.flatMap((outcome, itemIndex) => {
		if ('item' in outcome) return [{ ...outcome.item, pairedItem: { item: itemIndex } }];
		return 'failure' in outcome ? [errorItem(outcome.failure, itemIndex)] : [];
	});
	if (mayBeRepeated(run, output)) keepForNextTry(run);
	else run.store.finish();
	return [output];
}

/**
 * With Retry On Fail, n8n runs the node again not only after a throw, but also after an error in the
 * first item. And an agent that is told of an error may call again.
 */
function mayBeRepeated({ context, isTool }: Run, output: INodeExecutionData[]): boolean {
	if (isTool) return output.some(({ json }) => Boolean(json.error));
	return context.getNode().retryOnFail === true && Boolean(output[0]?.json.error);
}

/** n8n's next try of a node has the same run index; the next call of an agent has another. */
function keepForNextTry({ isTool, store }: Run): void {
	if (isTool) store.carryOver();
}

/** A throw of one item must not take the others' tasks with it. */
function unforeseen(run: Run, itemIndex: number, error: Error): Outcome {
	return { failure: { message: error.message, task: run.store.task(itemIndex) } };
}

type CheckedItem<T> = { hints: readonly string[] } & (
	| ({ wish: T } & RunItem)
	| { failure: ItemFailure }
);

async function checkItem<T>(
	run: Run,
	operation: Operation<T>,
	itemIndex: number,
): Promise<CheckedItem<T>> {
	const { context, store } = run;
	const read = (name: string) => context.getNodeParameter(name, itemIndex, null);
	const parameters = new ItemParameters(read, operation.fields);
	const { complaints, hints } = parameters;
	try {
		const account = await run.account(itemIndex);
		if ('complaint' in account) complaints.push(account.complaint);
		else {
			const { credential } = account;
			const wish = await operation.check(parameters, { context, itemIndex, credential, store });
			if (complaints.length === 0) return { wish: wish as T, itemIndex, ...account, hints };
		}
	} catch (error) {
		complaints.push((error as Error).message);
	}
	const failure = { message: inOneText(complaints), task: store.task(itemIndex) };
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
function replayHints({ replayed }: Run): string[] {
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
function inItem({ failure, itemIndex }: FailedItem, items: number): ItemFailure {
	return items === 1 ? failure : { ...failure, message: `Item ${itemIndex}: ${failure.message}` };
}

/** All wrong items in one error; what is wrong with each of them is said once. */
function summary(wrong: readonly FailedItem[], items: number): ItemFailure {
	const messages = new Set(wrong.map(({ failure }) => failure.message));
	if (wrong.length === items && messages.size === 1) {
		return { message: [...messages][0], notCharged: 'run' };
	}
	const lines = wrong.map((one) => inItem(one, items).message);
	if (lines.length === 1) return { message: lines[0], notCharged: 'run' };
	return {
		message: `${lines.length} of ${items} items cannot be sent`,
		advice: `${inOneText(lines)}.`,
		notCharged: 'run',
	};
}
