import type { RecordedRequest } from '../../simulator';
import { itemIn } from './item';

/** What can be said of a create by one who sees only its answer. Knows nothing of the node's code. */
export type CreateFate =
	/** A task came back. */
	| 'made'
	/** Surely no task: refused for good, or for the moment (429). */
	| 'refused'
	| 'later'
	/** There may be a task whose ID nobody has. */
	| 'unclear';

interface Said {
	id?: unknown;
	task_id?: unknown;
	data?: { id?: unknown } | null;
	success?: unknown;
	code?: unknown;
	error?: { code?: unknown } | null;
}

/** The ID that the answer names, wherever hosts put it. */
export function idIn({ answer }: RecordedRequest): string | undefined {
	const { id, task_id: taskId, data } = (answer ?? {}) as Said;
	const named = [id, taskId, data?.id].find((each) => typeof each === 'string' || isCount(each));
	return named === undefined ? undefined : String(named);
}

const isCount = (value: unknown) => Number.isSafeInteger(value);

/** Timed out, or another create with its key is still under way: it may yet be taken. */
const MAY_BE_TAKEN = [408, 409];

export function fateOf(record: RecordedRequest): CreateFate {
	const { status, answer } = record;
	if (typeof status !== 'number') return 'unclear';
	if (status < 300 && idIn(record) !== undefined) return 'made';
	const { code, error } = (answer ?? {}) as Said;
	const said = [status, code, error?.code].map(Number).find((each) => each >= 300) ?? status;
	if (said === 429) return 'later';
	const namesKey = /idempotency/i.test(JSON.stringify(answer ?? ''));
	const isRefusal = said >= 300 && said < 500 && !MAY_BE_TAKEN.includes(said);
	return isRefusal && !namesKey ? 'refused' : 'unclear';
}

/** The item that a create was sent for. */
export function itemOf({ body }: RecordedRequest): number {
	return itemIn((body as { prompt?: unknown } | undefined)?.prompt);
}

/** All creates, by the item that sent them, in their order. */
export function createsByItem(records: readonly RecordedRequest[]): Map<number, RecordedRequest[]> {
	const byItem = new Map<number, RecordedRequest[]>();
	for (const record of records.filter(({ endpoint }) => endpoint === 'create')) {
		const item = itemOf(record);
		byItem.set(item, [...(byItem.get(item) ?? []), record]);
	}
	return byItem;
}

/** Whether one create repeats another as far as a host that honours the key is concerned. */
export function haveSameKey(a: RecordedRequest, b: RecordedRequest): boolean {
	const key = a.headers['idempotency-key'];
	return key !== undefined && key === b.headers['idempotency-key'];
}

/** The create that a host which honours the key has answered with the task of this one; itself where there is none. */
export function clearedUp(
	create: RecordedRequest,
	creates: readonly RecordedRequest[],
): RecordedRequest {
	if (fateOf(create) !== 'unclear') return create;
	const answered = creates.find((each) => haveSameKey(create, each) && fateOf(each) === 'made');
	return answered ?? create;
}
