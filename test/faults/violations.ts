import { createsByItem, itemOf, outcomeOf, resolved, returnedId } from './createOutcome';
import { requestsAfterFinal, type Answered } from './requestsAfterFinal';

/** The result of one run: the simulator's records and n8n's output. */
export interface RunRecord extends Answered {
	/** IDs of the tasks whose videos were output. */
	delivered: readonly string[];
	/** The tasks that error items and the error of the run name, with the item that they state. */
	named: ReadonlyArray<{ id: string; item?: number }>;
	/** The creates that error items and the error of the run report as possibly accepted. */
	indeterminate: ReadonlyArray<{ item: number; possibleTaskIds: readonly string[] }>;
	/** The texts of all error items and of the error of the run. */
	texts: readonly string[];
	/** The API key, and the hosts that may receive it. */
	key: string;
	keyHosts: readonly string[];
}

/**
 * What must hold in every run, whatever its faults: every paid task is delivered or named, no item is
 * paid twice, no request follows a final response, and the key stays at its hosts. Independent of the
 * node's code: it decides again what is final or indeterminate.
 *
 * @returns one sentence for each violation; empty if all hold
 */
export function violations(run: RunRecord): string[] {
	return [...lostTasks(run), ...paidTwice(run), ...requestsAfterFinal(run), ...leakedKeys(run)];
}

/** A task with a known ID must be named with its item; of others, their item must be reported as indeterminate. */
function lostTasks(run: RunRecord): string[] {
	const { records, paid, delivered, named, indeterminate, texts, isRetried } = run;
	const returned = returnedTasks(records);
	// A failed task costs nothing, so the next try may replace it.
	const known = [...returned.keys()].filter(
		(id) => !isRetried || paid.some((task) => task.id === id),
	);
	const unnamed = known.filter(
		(id) => !delivered.includes(id) && !named.some((task) => task.id === id),
	);
	const misnamed = named.filter(({ id, item }) => returned.has(id) && returned.get(id) !== item);

	const unclear = indeterminateItems(run);
	const reported = new Set(indeterminate.map(({ item }) => item));
	const unreported = [...unclear].filter((item) => !reported.has(item));
	const falselyReported = [...reported].filter((item) => !unclear.has(item));
	const lost = paid.filter(({ id, item }) => !returned.has(id) && !reported.has(item));
	const unreturned = unreturnedTasks(records);
	const candidates = indeterminate.flatMap(({ possibleTaskIds }) => possibleTaskIds);
	const wrongCandidates = candidates.filter((id) => !unreturned.includes(id));

	const saysNothing = texts.some((text) => text.includes('Nothing was charged'));
	return [
		...unnamed.map((id) => `nothing names the task ${id}`),
		...misnamed.map(({ id, item }) => `${id} is named as the task of item ${item}`),
		...lost.map(({ item }) => `nothing reports the paid create of item ${item}`),
		...unreported.map((item) => `nothing reports the indeterminate create of item ${item}`),
		...falselyReported.map((item) => `item ${item} is reported as indeterminate, but is not`),
		...wrongCandidates.map((id) => `${id} is named as a possible task of an indeterminate create`),
		...(saysNothing && paid.length + unclear.size > 0
			? ['a text says that nothing was charged']
			: []),
	];
}

/** The tasks that creates returned, with their items. */
function returnedTasks(records: RunRecord['records']): Map<string, number> {
	const created = records.filter(
		(each) => each.endpoint === 'create' && outcomeOf(each) === 'created',
	);
	return new Map(created.map((create) => [String(returnedId(create)), itemOf(create)]));
}

/** IDs of the tasks that creates made without returning them. */
export function unreturnedTasks(records: RunRecord['records']): string[] {
	const returned = returnedTasks(records);
	return records.flatMap(({ endpoint, taskId }) =>
		endpoint !== 'create' || taskId === undefined || returned.has(taskId) ? [] : taskId,
	);
}

/** The items with a create that is still indeterminate at the end of the run. */
function indeterminateItems({ records, honorsKey }: RunRecord): Set<number> {
	const items = new Set<number>();
	for (const [item, creates] of createsByItem(records)) {
		const known = honorsKey ? creates.map((create) => resolved(create, creates)) : creates;
		if (known.some((create) => outcomeOf(create) === 'indeterminate')) items.add(item);
	}
	return items;
}

function paidTwice({ paid }: RunRecord): string[] {
	const items = paid.map(({ item }) => item);
	const again = items.filter((item, index) => items.indexOf(item) !== index);
	return again.map((item) => `item ${item} was paid again`);
}

function leakedKeys({ records, texts, key, keyHosts }: RunRecord): string[] {
	const leaks = records.filter(({ headers, path, query, server }) => {
		const isItsHost = server !== 'media' && keyHosts.includes(String(headers.host));
		return !isItsHost && JSON.stringify([headers, path, query]).includes(key);
	});
	return [
		...leaks.map(({ headers, path }) => `the key was sent to ${headers.host}${path}`),
		...texts.filter((text) => text.includes(key)).map(() => 'a text contains the key'),
	];
}
