import type { RecordedRequest } from '../simulator';

/** What one run came to, on both sides. */
export interface Books {
	/** Every request that the simulator has seen, in order. */
	records: readonly RecordedRequest[];
	/** Every task that costs money, with the prompt that only its item has. */
	paid: ReadonlyArray<{ id: string; prompt: string }>;
	/** IDs of the items that came out well, with their videos. */
	delivered: readonly string[];
	/** Everything else the user gets to read: errors and error items. */
	told: string;
	/** The API key, and the hosts that may see it. */
	key: string;
	keyHosts: readonly string[];
}

/** Numbers of tasks and requests. `paid` is the sum of `delivered`, `named`, `unclear` and `lost`. */
export interface Ledger {
	paid: number;
	/** Came out with their videos. */
	delivered: number;
	/** Did not, but an error or item names their ID. */
	named: number;
	/** The API told nobody their ID, and an error says that they may have been accepted. */
	unclear: number;
	/** Neither of these. Must be 0, as all below. */
	lost: number;
	/** Paid for an item that had a paid task already. */
	twice: number;
	/** Requests after an answer that settled the matter. */
	afterFinal: number;
	/** Requests and texts that show the key where it does not belong. */
	keyElsewhere: number;
}

const UNCLEAR = /may have been accepted/g;

/** Draws the balance of a run. Knows nothing of the node's code: what is final is said here once more. */
export function drawLedger(books: Books): Ledger {
	const { paid, delivered, told } = books;
	const undelivered = paid.filter(({ id }) => !delivered.includes(id));
	const unnamed = undelivered.filter(({ id }) => !told.includes(id));
	const untold = unnamed.filter(({ id }) => !wasTold(books.records, id));
	const unclear = Math.min(untold.length, told.match(UNCLEAR)?.length ?? 0);
	return {
		paid: paid.length,
		delivered: paid.length - undelivered.length,
		named: undelivered.length - unnamed.length,
		unclear,
		lost: unnamed.length - unclear,
		twice: paid.length - new Set(paid.map(({ prompt }) => prompt)).size,
		afterFinal: [...groupsOf(books.records).values()].map(afterFinal).reduce(sum, 0),
		keyElsewhere: keyElsewhere(books),
	};
}

/** One ledger for several runs. */
export function addLedgers(ledgers: readonly Ledger[]): Ledger {
	const [first, ...others] = ledgers;
	return others.reduce((total, each) => {
		const entries = Object.entries(total) as Array<[keyof Ledger, number]>;
		return Object.fromEntries(
			entries.map(([name, count]) => [name, count + each[name]]),
		) as unknown as Ledger;
	}, first);
}

const sum = (a: number, b: number) => a + b;

interface SaidOfTask {
	id?: unknown;
	status?: unknown;
	code?: unknown;
	error?: { code?: unknown } | null;
}

const saidIn = ({ answer }: RecordedRequest) => (answer ?? {}) as SaidOfTask;

/** Whether a create has answered with this ID. */
function wasTold(records: readonly RecordedRequest[], id: string): boolean {
	return records.some(
		(record) => record.endpoint === 'create' && record.status === 200 && saidIn(record).id === id,
	);
}

/** Creates by their prompt, reads and downloads by their task: one answer can settle only its own. */
function groupsOf(records: readonly RecordedRequest[]): Map<string, RecordedRequest[]> {
	const groups = new Map<string, RecordedRequest[]>();
	for (const record of records) {
		const { endpoint, taskId, body } = record;
		if (endpoint !== 'create' && endpoint !== 'read' && endpoint !== 'download') continue;
		const about = endpoint === 'create' ? (body as { prompt?: unknown })?.prompt : taskId;
		// A download follows a final read.
		const name = `${endpoint === 'download' ? 'download' : 'api'} ${String(about)}`;
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
function isFinal(record: RecordedRequest): boolean {
	const { endpoint, status } = record;
	const { status: taskStatus, code, error } = saidIn(record);
	if (endpoint === 'create') return status !== 429 && code !== 429 && error?.code !== 429;
	if (endpoint === 'download') return status === 401 || status === 403 || status === 404;
	if (status === 200) return FINAL_STATUSES.includes(String(taskStatus));
	if (typeof status !== 'number') return false;
	return status >= 300 && status < 500 && ![404, 408, 425, 429].includes(status);
}

function keyElsewhere({ records, told, key, keyHosts }: Books): number {
	const leaks = records.filter(({ headers, path, query, server }) => {
		const isItsHost = server !== 'media' && keyHosts.includes(String(headers.host));
		return !isItsHost && JSON.stringify([headers, path, query]).includes(key);
	});
	return leaks.length + (told.includes(key) ? 1 : 0);
}
