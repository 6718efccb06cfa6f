import type { RecordedRequest } from '../../simulator';
import { resolved, createsByItem, outcomeOf, haveSameKey, idIn } from './createOutcome';
import type { LedgerInput } from './ledger';

type Answered = Pick<LedgerInput, 'records' | 'paid' | 'isRetried' | 'honorsKey'>;

/** How many requests came after an answer that had settled the matter. */
export function requestsAfterFinal(input: Answered): number {
	const creates = [...createsByItem(input.records).values()].map((each) =>
		lateCreates(each, input),
	);
	// The next try of a run may ask once more what was refused to the last one.
	const others = input.isRetried ? [] : [...readsByTask(input.records).values()].map(afterFinal);
	return [...creates, ...others].reduce((sum, count) => sum + count, 0);
}

/** Creates of one item after one that was taken, or may have been: each could be paid once more. */
function lateCreates(creates: readonly RecordedRequest[], input: Answered): number {
	const known = input.honorsKey ? creates.map((each) => resolved(each, creates)) : creates;
	const settled = known.findIndex((create) => isFinalCreate(create, input));
	if (settled < 0) return 0;
	// To a host that honours the key it is the same create.
	const isSame = (create: RecordedRequest) =>
		input.honorsKey === true && haveSameKey(create, creates[settled]);
	return creates.slice(settled + 1).filter((create) => !isSame(create)).length;
}

function isFinalCreate(create: RecordedRequest, { paid, isRetried }: Answered): boolean {
	const outcome = outcomeOf(create);
	if (!isRetried) return outcome !== 'rateLimited';
	// What has failed or was refused costs nothing, and the next try may make it anew.
	return (
		outcome === 'indeterminate' ||
		(outcome === 'created' && paid.some(({ id }) => id === idIn(create)))
	);
}

/** Reads and downloads by their task: an answer can settle only its own. */
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

function afterFinal(records: readonly RecordedRequest[]): number {
	const settled = records.findIndex(isFinal);
	return settled < 0 ? 0 : records.length - settled - 1;
}

const FINAL_STATUSES = ['completed', 'failed', 'cancelled'];

/** Whether there is nothing left to ask after this answer, or nothing that may be asked. */
function isFinal({ endpoint, status, answer }: RecordedRequest): boolean {
	// A file can lag behind its task: 403 and 404 count after a minute, and the rows say how many requests that is.
	if (endpoint === 'download') return status === 401;
	if (status === 200) {
		const { status: said, results, result_data: data } = (answer ?? {}) as Record<string, unknown>;
		// So can the link.
		const isWithoutLink = said === 'completed' && results === undefined && data === undefined;
		return FINAL_STATUSES.includes(String(said)) && !isWithoutLink;
	}
	if (typeof status !== 'number') return false;
	return status >= 300 && status < 500 && ![404, 408, 425, 429].includes(status);
}
