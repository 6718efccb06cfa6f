import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { places } from '../polling/limit';
import { inOneText } from '../video/wording';
import { readCredential, type Credential } from './credential';
import { mapInTurns } from './inTurns';
import { errorItem, runError } from './nodeErrors';
import type { ItemFailure, Outcome } from './outcome';
import { ItemParameters } from './parameters';
import { Run } from './run';
import { stopped } from './stopped';
import { goesOnAfterErrors } from './tool';

/** Items whose files are looked at side by side before anything is sent. */
const CHECKS_AT_ONCE = 10;

/** Where an item's files and addresses are found. */
export interface Item {
	context: IExecuteFunctions;
	itemIndex: number;
	credential: Credential;
}

/** An operation of the node, in two steps: look at every item first, then work on all of them. */
export interface Operation<T> {
	/** Its part of the form. */
	fields: readonly INodeProperties[];
	/** What the item asks for; what is wrong with it goes to the parameters' complaints, what is odd to their hints. */
	check(parameters: ItemParameters, item: Item): Promise<T | undefined> | T | undefined;
	/** Begins a run; the returned function works on one item. What goes wrong is a result, not a throw. */
	begin(run: Run): (wish: T, itemIndex: number) => Promise<Outcome>;
}

/**
 * Runs an operation over all items together; the output is in the order of the input.
 *
 * With On Error = Stop, one wrong item means that nothing is sent, and the first failure ends the
 * run with an error that lists the tasks of all items. Otherwise, and for an agent, each item that
 * went wrong becomes an error item, and nothing is thrown.
 */
export async function runItems<T>(
	context: IExecuteFunctions,
	operation: Operation<T>,
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	const goesOn = goesOnAfterErrors(context);

	const credential = await readCredential(context);
	const place = places(CHECKS_AT_ONCE);
	const checked = await Promise.all(
		await mapInTurns(
			items,
			async (_, itemIndex) =>
				await place(async () => await checkItem(context, operation, credential, itemIndex)),
		),
	);
	const wrong = checked.flatMap(({ failure }, itemIndex) =>
		failure ? [{ failure, itemIndex }] : [],
	);
	if (wrong.length > 0 && !goesOn) {
		throw runError(context, summary(wrong, items.length), []);
	}

	showHints(
		context,
		checked.flatMap(({ hints }) => hints),
	);

	const { baseUrl } = credential;
	if ('complaint' in baseUrl) {
		const failure: ItemFailure = { message: baseUrl.complaint };
		if (!goesOn) throw runError(context, failure, []);
		return [items.map((_, itemIndex) => errorItem(failure, itemIndex))];
	}

	const run = new Run(context, baseUrl.url);
	const work = operation.begin(run);
	let first: FailedItem | undefined;

	const begun = await mapInTurns(
		checked,
		async ({ wish, failure: complaint }, itemIndex): Promise<Outcome> => {
			const outcome = complaint
				? { failure: complaint }
				: await work(wish as T, itemIndex).catch((error) => unforeseen(run, itemIndex, error));
			if ('failure' in outcome && !goesOn && first === undefined) {
				first = { failure: outcome.failure, itemIndex };
				run.itemFailed();
			}
			return outcome;
		},
	);
	const outcomes = await Promise.all(begun);

	if (context.getExecutionCancelSignal()?.aborted) throw stopped(run, outcomes);
	if (first !== undefined) {
		keepForNextTry(run);
		const failure = inItem(first, items.length);
		throw runError(context, failure, run.tasks(first.itemIndex));
	}

	const output = outcomes.flatMap((outcome, itemIndex) => {
		if ('item' in outcome) return [{ ...outcome.item, pairedItem: { item: itemIndex } }];
		return 'failure' in outcome ? [errorItem(outcome.failure, itemIndex)] : [];
	});
	if (mayBeRepeated(run, output)) keepForNextTry(run);
	else run.memory.forget();
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
function keepForNextTry({ isTool, memory }: Run): void {
	if (isTool) memory.leaveBehind();
}

/** A throw of one item must not take the others' tasks with it. */
function unforeseen(run: Run, itemIndex: number, error: Error): Outcome {
	return { failure: { message: error.message, task: run.taskOf(itemIndex) } };
}

async function checkItem<T>(
	context: IExecuteFunctions,
	operation: Operation<T>,
	credential: Credential,
	itemIndex: number,
): Promise<CheckedItem<T>> {
	const read = (name: string) => context.getNodeParameter(name, itemIndex, null);
	const parameters = new ItemParameters(read, operation.fields);
	const { complaints, hints } = parameters;
	try {
		const wish = await operation.check(parameters, { context, itemIndex, credential });
		if (complaints.length === 0) return { wish, hints };
	} catch (error) {
		complaints.push((error as Error).message);
	}
	return { failure: { message: inOneText(complaints) }, hints };
}

interface CheckedItem<T> {
	wish?: T;
	failure?: ItemFailure;
	hints: readonly string[];
}

/** Puts them above the node's output, each once, however many items they are true of. */
function showHints(context: IExecuteFunctions, hints: readonly string[]): void {
	const messages = [...new Set(hints)];
	context.addExecutionHints(
		...messages.map((message) => ({ message, location: 'outputPane' as const })),
	);
}

interface FailedItem {
	failure: ItemFailure;
	itemIndex: number;
}

/** Says which item it was, where there are several. Items are counted from 0, as everywhere in n8n. */
function inItem({ failure, itemIndex }: FailedItem, items: number): ItemFailure {
	return items === 1 ? failure : { ...failure, message: `Item ${itemIndex}: ${failure.message}` };
}

/** All wrong items in one error. */
function summary(wrong: readonly FailedItem[], items: number): ItemFailure {
	const nothingSent = 'Nothing was sent and nothing is charged.';
	const lines = wrong.map((one) => inItem(one, items).message);
	if (lines.length === 1) return { message: lines[0], advice: nothingSent };
	return {
		message: `${lines.length} of ${items} items cannot be sent`,
		advice: `${inOneText(lines)}. ${nothingSent}`,
	};
}
