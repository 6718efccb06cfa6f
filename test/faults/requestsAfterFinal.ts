import type { RecordedRequest } from '../../simulator';
import { resolved, createsByItem, outcomeOf, haveSameKey, returnedId } from './createOutcome';

/** What decides whether a request was still allowed. */
export interface Answered {
	/** All requests that the simulator received, in order. */
	records: readonly RecordedRequest[];
	/** All tasks that cost money, with their item. */
	paid: ReadonlyArray<{ id: string; item: number }>;
	/** Retry On Fail: the next try may continue what the last one ended. */
	isRetried?: boolean;
	/** The API creates one task for all creates with the same Idempotency-Key. */
	honorsKey?: boolean;
}

/** One sentence for each request after a final response. */
export function requestsAfterFinal(input: Answered): string[] {
	const creates = [...createsByItem(input.records).values()].flatMap((each) =>
		lateCreates(each, input),
	);
	// The next try of a run may repeat a request that was rejected in the last one.
	const others = input.isRetried
		? []
		: [...readsByTask(input.records).values()].flatMap(afterFinal);
	return [...creates, ...others].map(
		({ method, path }) => `${method} ${path} was sent after a final response`,
	);
}

/** Creates of one item after one that was or may have been accepted: each could be charged again. */
function lateCreates(creates: readonly RecordedRequest[], input: Answered): RecordedRequest[] {
	const known = input.honorsKey ? creates.map((each) => resolved(each, creates)) : creates;
	const settled = known.findIndex((create) => isFinalCreate(create, input));
	if (settled < 0) return [];
	// For a provider that honors the key it is the same create.
	const isSame = (create: RecordedRequest) =>
		input.honorsKey === true && haveSameKey(create, creates[settled]);
	return creates.slice(settled + 1).filter((create) => !isSame(create));
}

function isFinalCreate(create: RecordedRequest, { paid, isRetried }: Answered): boolean {
	const outcome = outcomeOf(create);
	if (!isRetried) return outcome !== 'rateLimited';
	// A failed task or a rejected create costs nothing, and the next try may create it again.
	return (
		outcome === 'indeterminate' ||
		(outcome === 'created' && paid.some(({ id }) => id === returnedId(create)))
	);
}

/** Reads and downloads by task: a final response concerns only its own task. */
function readsByTask(records: readonly RecordedRequest[]): Map<string, RecordedRequest[]> {
	const groups = new Map<string, RecordedRequest[]>();
	for (const record of records) {
		const { endpoint, taskId } = record;
		if (endpoint !== 'read' && endpoint !== 'download') continue;
		// A download follows a final read.
		const name = `${endpoint} ${taskId}`;
		groups.set(name, [...(groups.get(name) ?? []), record]);
	}
	return groups;
}

function afterFinal(records: readonly RecordedRequest[]): RecordedRequest[] {
	const settled = records.findIndex(isFinal);
	return settled < 0 ? [] : records.slice(settled + 1);
}

const FINAL_STATUSES = ['completed', 'failed', 'cancelled'];

/** Whether no further request of this kind is necessary or allowed after this response. */
function isFinal({ endpoint, status, answer }: RecordedRequest): boolean {
	// A file can become available after its task: 403 and 404 are final after a minute; the rows state how many requests that takes.
	if (endpoint === 'download') return status === 401;
	if (status === 200) {
		const {
			status: taskStatus,
			results,
			result_data: data,
			error,
		} = (answer ?? {}) as Record<string, unknown>;
		// A 404 inside a response with status 200.
		if (/not_found/.test(JSON.stringify(error ?? ''))) return false;
		// So can the URL.
		const isWithoutLink = taskStatus === 'completed' && results === undefined && data === undefined;
		return FINAL_STATUSES.includes(String(taskStatus)) && !isWithoutLink;
	}
	if (typeof status !== 'number') return false;
	return status >= 300 && status < 500 && ![404, 408, 425, 429].includes(status);
}
