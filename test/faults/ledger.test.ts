import type { RecordedRequest } from '../../simulator';
import { promptOf } from './item';
import { addLedgers, drawLedger, type Books } from './ledger';
import {
	KEY,
	SORRY,
	answerless,
	books,
	completed,
	createFor,
	created,
	downloaded,
	ends,
	request,
} from './testing/books';

it('balances where the video came out', () => {
	expect(drawLedger(books())).toEqual({
		paid: 1,
		delivered: 1,
		named: 0,
		unclear: 0,
		unnamed: 0,
		lost: 0,
		twice: 0,
		untold: 0,
		misnamed: 0,
		untrue: 0,
		afterFinal: 0,
		keyElsewhere: 0,
	});
});

describe('a task without its video', () => {
	const undelivered = { delivered: [], records: [created] };
	const unheard = { records: [answerless(0)] };

	it.each<[string, Partial<Books>, object]>([
		['is named where an error has its ID', { told: ends('Task task-1 failed') }, { named: 1 }],
		['is unnamed where nothing has it', { told: ends('Something failed') }, { unnamed: 1 }],
		['is unclear where nobody heard of it', { ...unheard, told: ends(SORRY) }, { unclear: 1 }],
		['is lost where the user is not told that', { ...unheard, told: ends('No') }, { lost: 1 }],
		['is unnamed where its ID came, whatever is told', { told: ends(SORRY) }, { unnamed: 1 }],
	])('%s', (_, changes, expected) => {
		const none = { named: 0, unclear: 0, unnamed: 0, lost: 0 };
		const ledger = drawLedger(books({ ...undelivered, ...changes }));
		expect(ledger).toMatchObject({ paid: 1, delivered: 0, ...none, ...expected });
	});
});

it('sees a second task for the same item', () => {
	const paid = ['task-1', 'task-2'].map((id) => ({ id, item: 0 }));
	expect(drawLedger(books({ paid })).twice).toBe(1);
});

it('knows an item by its mark, whatever an expression puts beside it', () => {
	const changing = [0.1, 0.2].map((random) =>
		createFor(0, { body: { prompt: `${promptOf(0)} ${random}` } }),
	);
	expect(drawLedger(books({ records: changing })).afterFinal).toBe(1);
	expect(() => drawLedger(books({ records: [{ ...created, body: {} }] }))).toThrow('No item');
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
		expect(drawLedger(books({ records })).afterFinal).toBe(count);
		expect(drawLedger(books({ records, isRetried: true })).afterFinal).toBe(countWhereRetried);
	});

	it('is none where the next try makes a failed task anew', () => {
		const records = [created, failed, createFor(0, { taskId: 'task-2', answer: { id: 'task-2' } })];
		const paid = [{ id: 'task-2', item: 0 }];
		const ledgerOf = (isRetried: boolean) => drawLedger(books({ records, paid, isRetried }));
		expect([ledgerOf(true).afterFinal, ledgerOf(false).afterFinal]).toEqual([0, 1]);
	});
});

describe('the key', () => {
	const host = 'localhost:1';

	it.each<[string, Partial<Books>, number]>([
		['at its own host', { records: [created] }, 0],
		['at the media host', { records: [{ ...downloaded, headers: created.headers }] }, 1],
		['at another host', { records: [{ ...created, headers: { ...created.headers, host } }] }, 1],
		['in an address of another host', { records: [{ ...downloaded, query: { key: KEY } }] }, 1],
		['in an error', { told: ends(`Bearer ${KEY} was refused`) }, 1],
	])('%s', (_, changes, count) => {
		expect(drawLedger(books(changes)).keyElsewhere).toBe(count);
	});
});

it('adds up', () => {
	const unnamed = drawLedger(books({ delivered: [] }));
	expect(addLedgers([drawLedger(books()), unnamed])).toMatchObject({
		paid: 2,
		delivered: 1,
		unnamed: 1,
	});
});
