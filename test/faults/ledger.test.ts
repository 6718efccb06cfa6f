import type { RecordedRequest } from '../../simulator';
import { promptOf } from './item';
import { addLedgers, computeLedger, type LedgerInput } from './ledger';
import {
	KEY,
	SORRY,
	answerless,
	ledgerInput,
	completed,
	createFor,
	created,
	downloaded,
	ends,
	request,
} from './testing/ledgerInput';

it('balances where the video came out', () => {
	expect(computeLedger(ledgerInput())).toEqual({
		paid: 1,
		delivered: 1,
		named: 0,
		indeterminate: 0,
		unnamed: 0,
		lost: 0,
		twice: 0,
		unreported: 0,
		misnamed: 0,
		untrue: 0,
		afterFinal: 0,
		keyElsewhere: 0,
	});
});

describe('a task without its video', () => {
	const undelivered = { delivered: [], records: [created] };
	const unreturned = { records: [answerless(0)] };

	it.each<[string, Partial<LedgerInput>, object]>([
		[
			'is named where an error has its ID',
			{ visibleTexts: ends('Task task-1 failed') },
			{ named: 1 },
		],
		['is unnamed where nothing has it', { visibleTexts: ends('Something failed') }, { unnamed: 1 }],
		[
			'is unclear where nobody heard of it',
			{ ...unreturned, visibleTexts: ends(SORRY) },
			{ indeterminate: 1 },
		],
		[
			'is lost where the user is not told that',
			{ ...unreturned, visibleTexts: ends('No') },
			{ lost: 1 },
		],
		[
			'is unnamed where its ID came, whatever is told',
			{ visibleTexts: ends(SORRY) },
			{ unnamed: 1 },
		],
	])('%s', (_, changes, expected) => {
		const none = { named: 0, indeterminate: 0, unnamed: 0, lost: 0 };
		const ledger = computeLedger(ledgerInput({ ...undelivered, ...changes }));
		expect(ledger).toMatchObject({ paid: 1, delivered: 0, ...none, ...expected });
	});
});

it('sees a second task for the same item', () => {
	const paid = ['task-1', 'task-2'].map((id) => ({ id, item: 0 }));
	expect(computeLedger(ledgerInput({ paid })).twice).toBe(1);
});

it('knows an item by its mark, whatever an expression puts beside it', () => {
	const changing = [0.1, 0.2].map((random) =>
		createFor(0, { body: { prompt: `${promptOf(0)} ${random}` } }),
	);
	expect(computeLedger(ledgerInput({ records: changing })).afterFinal).toBe(1);
	expect(() => computeLedger(ledgerInput({ records: [{ ...created, body: {} }] }))).toThrow(
		'No item',
	);
});

describe('a request after a final answer', () => {
	const failed = request({ answer: { status: 'failed' } });
	const running = request({ answer: { status: 'processing' } });
	const withoutLink = request({ answer: { status: 'completed' } });
	const status = (code: number, changes: Partial<RecordedRequest> = {}) =>
		request({ status: code, answer: undefined, ...changes });
	const asCreate = { endpoint: 'create', body: { prompt: promptOf(0) } } as const;
	const asDownload = { endpoint: 'download' } as const;

	it.each<[string, RecordedRequest[], number, number]>([
		['a read after the end', [created, completed, completed], 1, 0],
		['two reads after a failure', [failed, running, running], 2, 0],
		['a read after a 401', [status(401), running], 1, 0],
		['a read after a redirect', [status(302), running], 1, 0],
		['a read after a 503, 404 or 429', [status(503), status(404), status(429), running], 0, 0],
		['a read after a torn connection', [request({ status: 'reset' }), running], 0, 0],
		['a create after one that was taken', [created, created], 1, 1],
		['a create after a 503, which may have been taken', [status(503, asCreate), created], 1, 1],
		['a create after a 400', [status(400, asCreate), created], 1, 0],
		['a create after a 429', [status(429, asCreate), created], 0, 0],
		['a create for another item', [created, createFor(1)], 0, 0],
		['a read after the end, whose link lagged', [created, withoutLink, completed], 0, 0],
		['a download after a 401', [status(401, asDownload), status(200, asDownload)], 1, 0],
		['a download after a 403, which may lag', [status(403, asDownload), downloaded], 0, 0],
		['a download after a 503', [status(503, asDownload), downloaded], 0, 0],
	])('%s', (_, records, count, countWhereRetried) => {
		expect(computeLedger(ledgerInput({ records })).afterFinal).toBe(count);
		expect(computeLedger(ledgerInput({ records, isRetried: true })).afterFinal).toBe(
			countWhereRetried,
		);
	});

	it('is none where the next try makes a failed task anew', () => {
		const records = [created, failed, createFor(0, { taskId: 'task-2', answer: { id: 'task-2' } })];
		const paid = [{ id: 'task-2', item: 0 }];
		const ledgerOf = (isRetried: boolean) =>
			computeLedger(ledgerInput({ records, paid, isRetried }));
		expect([ledgerOf(true).afterFinal, ledgerOf(false).afterFinal]).toEqual([0, 1]);
	});
});

describe('the key', () => {
	const host = 'localhost:1';

	it.each<[string, Partial<LedgerInput>, number]>([
		['at its own host', { records: [created] }, 0],
		['at the media host', { records: [{ ...downloaded, headers: created.headers }] }, 1],
		['at another host', { records: [{ ...created, headers: { ...created.headers, host } }] }, 1],
		['in an address of another host', { records: [{ ...downloaded, query: { key: KEY } }] }, 1],
		['in an error', { visibleTexts: ends(`Bearer ${KEY} was refused`) }, 1],
	])('%s', (_, changes, count) => {
		expect(computeLedger(ledgerInput(changes)).keyElsewhere).toBe(count);
	});
});

it('adds up', () => {
	const unnamed = computeLedger(ledgerInput({ delivered: [] }));
	expect(addLedgers([computeLedger(ledgerInput()), unnamed])).toMatchObject({
		paid: 2,
		delivered: 1,
		unnamed: 1,
	});
});
