import type { RecordedRequest } from '../../simulator';
import { itemIn } from './item';

/** The outcome of a create, judged only by its response and independently of the node's code. */
export type CreateOutcome =
	/** A task was returned. */
	| 'created'
	/** Certainly no task was created; rateLimited means 429 with credit left. */
	| 'rejected'
	| 'rateLimited'
	/** There may be a task whose ID was not returned. */
	| 'indeterminate';

interface ResponseBody {
	success?: unknown;
	code?: unknown;
	error?: { code?: unknown } | null;
	base_resp?: { status_code?: unknown };
}

/** The ID of the created task, if the response contained it, wherever it stands. */
export function returnedId({ namesTask, taskId }: RecordedRequest): string | undefined {
	return namesTask && taskId;
}

/** Timed out, or another create with the same key is still running: it may still be accepted. */
const MAY_BE_ACCEPTED = [408, 409, 425, 499];

export function outcomeOf(record: RecordedRequest): CreateOutcome {
	const { status, answer } = record;
	if (typeof status !== 'number') return 'indeterminate';
	if (status < 400 && returnedId(record) !== undefined) return 'created';
	const { success, code, error, base_resp: baseResp } = (answer ?? {}) as ResponseBody;
	const errorStatus =
		[status, code, error?.code, baseResp?.status_code].map(Number).find((each) => each >= 300) ??
		status;
	if (errorStatus === 429 && !isOutOfCredit(error?.code)) return 'rateLimited';
	const namesKey = /idempotency/i.test(JSON.stringify(answer ?? ''));
	// MiniMax's own codes are above those of HTTP.
	const isRejection =
		(errorStatus >= 400 && errorStatus < 500 && !MAY_BE_ACCEPTED.includes(errorStatus)) ||
		errorStatus >= 1000 ||
		// Only if it speaks of the request; "busy" can mean that it was lost on its way.
		(status < 300 && success === false && /invalid/i.test(JSON.stringify(answer)));
	return isRejection && !namesKey ? 'rejected' : 'indeterminate';
}

const isOutOfCredit = (code: unknown) => /^insufficient_/.test(String(code));

/** The item that a create was sent for. */
export function itemOf({ body }: RecordedRequest): number {
	return itemIn((body as { prompt?: unknown } | undefined)?.prompt);
}

/** All creates by the item that sent them, in order. */
export function createsByItem(records: readonly RecordedRequest[]): Map<number, RecordedRequest[]> {
	const byItem = new Map<number, RecordedRequest[]>();
	for (const record of records.filter(({ endpoint }) => endpoint === 'create')) {
		const item = itemOf(record);
		byItem.set(item, [...(byItem.get(item) ?? []), record]);
	}
	return byItem;
}

/** Whether two creates are the same for a provider that honors the key. */
export function haveSameKey(a: RecordedRequest, b: RecordedRequest): boolean {
	const key = a.headers['idempotency-key'];
	return key !== undefined && key === b.headers['idempotency-key'];
}

/** For an indeterminate create, the one with the same key that returned its task, if any; otherwise the create itself. */
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
