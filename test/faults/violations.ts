import type { RecordedRequest } from '../../simulator';
import { itemIn } from './item';

/** The result of one run: the simulator's records and n8n's output. */
export interface RunRecord {
	/** All requests that the simulator received, in order. */
	records: readonly RecordedRequest[];
	/** All tasks that cost money, with their item. */
	paid: ReadonlyArray<{ id: string; item: number }>;
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
	/** Retry On Fail: the next try may continue what the last one ended. */
	isRetried?: boolean;
	/** The API creates one task for all creates with the same Idempotency-Key. */
	honorsKey?: boolean;
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

	const unclear = [...createsByItem(run)].flatMap(([item, creates]) =>
		creates.some((create) => outcomeOf(create) === 'indeterminate') ? item : [],
	);
	const reported = indeterminate.map(({ item }) => item);
	const lost = paid.filter(({ id, item }) => !returned.has(id) && !reported.includes(item));
	const unreturned = unreturnedTasks(records);
	const wrongCandidates = indeterminate
		.flatMap(({ possibleTaskIds }) => possibleTaskIds)
		.filter((id) => !unreturned.includes(id));

	const saysNothing = texts.some((text) => text.includes('Nothing was charged'));
	return [
		...unnamed.map((id) => `nothing names the task ${id}`),
		...misnamed.map(({ id, item }) => `${id} is named as the task of item ${item}`),
		...lost.map(({ item }) => `nothing reports the paid create of item ${item}`),
		...unclear
			.filter((item) => !reported.includes(item))
			.map((item) => `nothing reports the indeterminate create of item ${item}`),
		...reported
			.filter((item) => !unclear.includes(item))
			.map((item) => `item ${item} is reported as indeterminate, but is not`),
		...wrongCandidates.map((id) => `${id} is named as a possible task of an indeterminate create`),
		...(saysNothing && paid.length + unclear.length > 0
			? ['a text says that nothing was charged']
			: []),
	];
}

/** The tasks that creates returned, with their items. */
function returnedTasks(records: RunRecord['records']): Map<string, number> {
	const created = records.filter(
		(each) => each.endpoint === 'create' && outcomeOf(each) === 'created',
	);
	return new Map(created.map((create) => [String(create.taskId), itemOf(create)]));
}

/** IDs of the tasks that creates made without returning them. */
export function unreturnedTasks(records: RunRecord['records']): string[] {
	const returned = returnedTasks(records);
	return records.flatMap(({ endpoint, taskId }) =>
		endpoint !== 'create' || taskId === undefined || returned.has(taskId) ? [] : taskId,
	);
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

function requestsAfterFinal(run: RunRecord): string[] {
	const creates = [...createsByItem(run).values()].flatMap((each) => lateCreates(each, run));
	// A download follows a final read of its task. The next try may repeat a request that was rejected in the last one.
	const others = run.isRetried
		? []
		: [...grouped(run.records, ({ endpoint, taskId }) => `${endpoint} ${taskId}`).values()];
	return [...creates, ...others.flatMap((each) => afterFirst(each, isFinal))].map(
		({ method, path }) => `${method} ${path} was sent after a final response`,
	);
}

/** Creates of one item after one that was or may have been accepted: each could be charged again. */
function lateCreates(
	creates: readonly RecordedRequest[],
	{ paid, isRetried, honorsKey }: RunRecord,
): RecordedRequest[] {
	const isFinalCreate = (create: RecordedRequest) => {
		const outcome = outcomeOf(create);
		if (!isRetried) return outcome !== 'rateLimited';
		// A failed task or a rejected create costs nothing, and the next try may create it again.
		const isPaid = outcome === 'created' && paid.some(({ id }) => id === create.taskId);
		return outcome === 'indeterminate' || isPaid;
	};
	const settled = creates.find(isFinalCreate);
	// For a provider that honors the key it is the same create.
	return afterFirst(creates, isFinalCreate).filter(
		(create) => !(honorsKey === true && haveSameKey(create, settled)),
	);
}

function afterFirst(
	requests: readonly RecordedRequest[],
	is: (request: RecordedRequest) => boolean,
): RecordedRequest[] {
	const first = requests.findIndex(is);
	return first < 0 ? [] : requests.slice(first + 1);
}

/** Whether no further request of this kind is necessary or allowed after this response. */
function isFinal({ endpoint, status, answer }: RecordedRequest): boolean {
	// A file can become available after its task: 403 and 404 are final after a minute; the rows state how many requests that takes.
	if (endpoint === 'download') return status === 401;
	if (endpoint !== 'read' || typeof status !== 'number') return false;
	if (status !== 200)
		return status >= 300 && status < 500 && ![404, 408, 425, 429].includes(status);
	const { status: word, results, result_data: data, error } = (answer ?? {}) as ReadBody;
	// A 404 inside a response with status 200.
	if (/not_found/.test(JSON.stringify(error ?? ''))) return false;
	// A URL can become available after its task, too.
	if (word === 'completed') return results !== undefined || data !== undefined;
	return word === 'failed' || word === 'cancelled';
}

type ReadBody = Partial<Record<'status' | 'results' | 'result_data' | 'error', unknown>>;

/**
 * All creates by the item that sent them, in order. If the provider honors the key, the one that
 * returned the task stands for an indeterminate one with the same key.
 */
function createsByItem({ records, honorsKey }: RunRecord): Map<number, RecordedRequest[]> {
	const byItem = grouped(
		records.filter(({ endpoint }) => endpoint === 'create'),
		itemOf,
	);
	if (!honorsKey) return byItem;
	const answered = (create: RecordedRequest, creates: RecordedRequest[]) =>
		outcomeOf(create) === 'indeterminate'
			? creates.find((each) => haveSameKey(each, create) && outcomeOf(each) === 'created')
			: undefined;
	return new Map(
		[...byItem].map(([item, creates]) => [
			item,
			creates.map((create) => answered(create, creates) ?? create),
		]),
	);
}

/** Whether two creates are the same for a provider that honors the key. */
function haveSameKey(a: RecordedRequest, b?: RecordedRequest): boolean {
	const key = a.headers['idempotency-key'];
	return key !== undefined && key === b?.headers['idempotency-key'];
}

function grouped<Name>(
	records: readonly RecordedRequest[],
	nameOf: (record: RecordedRequest) => Name,
): Map<Name, RecordedRequest[]> {
	const groups = new Map<Name, RecordedRequest[]>();
	for (const record of records) {
		const name = nameOf(record);
		groups.set(name, [...(groups.get(name) ?? []), record]);
	}
	return groups;
}

/** The item that a create was sent for. */
export function itemOf({ body }: RecordedRequest): number {
	return itemIn((body as { prompt?: unknown } | undefined)?.prompt);
}

/** Timed out, or another create with the same key is still running: it may still be accepted. */
const MAY_BE_ACCEPTED = [408, 409, 425, 499];

interface CreateBody {
	success?: unknown;
	code?: unknown;
	error?: { code?: unknown } | null;
	base_resp?: { status_code?: unknown };
}

/**
 * The outcome of a create, judged only by its response: a task was returned; certainly none was created
 * (rateLimited: by a 429, with credit left); or there may be one whose ID was not returned.
 */
function outcomeOf({
	status,
	answer,
	namesTask,
	taskId,
}: RecordedRequest): 'created' | 'rejected' | 'rateLimited' | 'indeterminate' {
	if (typeof status !== 'number') return 'indeterminate';
	if (status < 400 && namesTask && taskId !== undefined) return 'created';
	const { success, code, error, base_resp: baseResp } = (answer ?? {}) as CreateBody;
	const errorStatus =
		[status, code, error?.code, baseResp?.status_code].map(Number).find((each) => each >= 300) ??
		status;
	const isOutOfCredit = /^insufficient_/.test(String(error?.code));
	if (errorStatus === 429 && !isOutOfCredit) return 'rateLimited';
	const namesKey = /idempotency/i.test(JSON.stringify(answer ?? ''));
	// MiniMax's own codes are above those of HTTP.
	const isRejection =
		(errorStatus >= 400 && errorStatus < 500 && !MAY_BE_ACCEPTED.includes(errorStatus)) ||
		errorStatus >= 1000 ||
		// Only if it speaks of the request; "busy" can mean that it was lost on its way.
		(status < 300 && success === false && /invalid/i.test(JSON.stringify(answer)));
	return isRejection && !namesKey ? 'rejected' : 'indeterminate';
}
