import type { RecordedRequest } from '../../simulator';
import { itemIn } from './item';

/** What can be said of a create by one who sees only its answer. Knows nothing of the node's code. */
export type CreateOutcome =
	/** A task came back. */
	| 'created'
	/** Surely no task: refused for good, or for the moment (429). */
	| 'rejected'
	| 'rateLimited'
	/** There may be a task whose ID nobody has. */
	| 'indeterminate';

interface ResponseBody {
	id?: unknown;
	task_id?: unknown;
	data?: { id?: unknown } | null;
	success?: unknown;
	code?: unknown;
	error?: { code?: unknown } | null;
}

/** The ID that the answer names, wherever hosts put it. */
export function idIn({ answer }: RecordedRequest): string | undefined {
	const { id, task_id: taskId, data } = (answer ?? {}) as ResponseBody;
	const named = [id, taskId, data?.id].find((each) => typeof each === 'string' || isCount(each));
	return named === undefined ? undefined : String(named);
}

const isCount = (value: unknown) => Number.isSafeInteger(value);

/** Timed out, or another create with its key is still under way: it may yet be taken. */
const MAY_BE_ACCEPTED = [408, 409];

export function outcomeOf(record: RecordedRequest): CreateOutcome {
	const { status, answer } = record;
	if (typeof status !== 'number') return 'indeterminate';
	if (status < 300 && idIn(record) !== undefined) return 'created';
	const { code, error } = (answer ?? {}) as ResponseBody;
	const said = [status, code, error?.code].map(Number).find((each) => each >= 300) ?? status;
	if (said === 429) return 'rateLimited';
	const namesKey = /idempotency/i.test(JSON.stringify(answer ?? ''));
	const isRejection = said >= 300 && said < 500 && !MAY_BE_ACCEPTED.includes(said);
	return isRejection && !namesKey ? 'rejected' : 'indeterminate';
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
export function resolved(
	create: RecordedRequest,
	creates: readonly RecordedRequest[],
): RecordedRequest {
	if (outcomeOf(create) !== 'indeterminate') return create;
	const answered = creates.find(
		(each) => haveSameKey(create, each) && outcomeOf(each) === 'created',
	);
	return answered ?? create;
}
