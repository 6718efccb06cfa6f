import type { RecordedRequest } from '../simulator';
import { promptOf } from './item';
import { addLedgers, drawLedger, type Books } from './ledger';

const KEY = 's3cret';
const API = '127.0.0.1:1';
const SORRY = 'The request may have been accepted, but no task ID was returned: Bad gateway';

const request = (changes: Partial<RecordedRequest>): RecordedRequest => ({
	at: 0,
	server: 'api',
	endpoint: 'read',
	method: 'GET',
	path: '/v1/tasks/task-1',
	query: {},
	headers: { host: API, authorization: `Bearer ${KEY}` },
	status: 200,
	taskId: 'task-1',
	...changes,
});
const createFor = (item: number, changes: Partial<RecordedRequest> = {}) =>
	request({
		endpoint: 'create',
		body: { prompt: promptOf(item) },
		taskId: `task-${item + 1}`,
		answer: { id: `task-${item + 1}`, status: 'pending' },
		...changes,
	});
const created = createFor(0);
const answerless = (item: number) => createFor(item, { status: 'reset', answer: undefined });
const completed = request({ answer: { status: 'completed' } });
const downloaded = request({ endpoint: 'download', server: 'media', headers: {} });
const paidFor = (...items: number[]) => items.map((item) => ({ id: `task-${item + 1}`, item }));
const ends = (text: string) => [{ text }];

const books = (changes: Partial<Books> = {}): Books => ({
	records: [created, completed, downloaded],
	items: 1,
	paid: paidFor(0),
	delivered: ['task-1'],
	told: [],
	key: KEY,
	keyHosts: [API],
	...changes,
});

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

describe('unclear creates of several items', () => {
	const two = { items: 5, records: [1, 3].map(answerless), paid: paidFor(1, 3), delivered: [] };
	const list = 'May have been accepted without a task ID:';

	it.each<[string, Books['told'], object]>([
		['are told by a list', ends(`Item 0: No\n${list} items 1, 3 (Bad (502)).`), { unclear: 2 }],
		['are told by groups', ends(`${list} item 3 (a); items 0, 1 (b).`), { unclear: 2 }],
		['are told at their items', [1, 3].map((item) => ({ item, text: SORRY })), { unclear: 2 }],
		['are not told by a sentence about one', ends(`Item 3: ${SORRY}`), { lost: 1, untold: 1 }],
		['are not told without their numbers', ends(SORRY), { lost: 2, untold: 2 }],
		['are not told by other numbers', ends(`${list} items 0, 2 (a).`), { lost: 2, untold: 2 }],
		['are not told at other items', [{ item: 2, text: SORRY }], { lost: 2, untold: 2 }],
		['are not told by other sentences', ends('items 1, 3 (failed)'), { lost: 2, untold: 2 }],
	])('%s', (_, told, expected) => {
		expect(drawLedger(books({ ...two, told }))).toMatchObject({ paid: 2, untold: 0, ...expected });
	});

	it('must be told though they made no task', () => {
		const ledger = drawLedger(books({ ...two, paid: [] }));
		expect(ledger).toMatchObject({ paid: 0, lost: 0, untold: 2 });
	});

	describe('are unclear no more once a host that honours the key has given the task', () => {
		const withKey = (key: string, changes: Partial<RecordedRequest> = {}) =>
			createFor(0, { headers: { host: API, 'idempotency-key': key }, ...changes });
		const bad = withKey('first', { status: 502, answer: undefined });
		const honoured = (records: RecordedRequest[], changes: Partial<Books> = {}) =>
			drawLedger(books({ records, honoursKey: true, ...changes }));

		it('with the same key', () => {
			const records = [bad, withKey('first')];
			expect(honoured(records)).toMatchObject({ untold: 0, afterFinal: 0 });
			expect(honoured(records, { honoursKey: false })).toMatchObject({ untold: 1, afterFinal: 1 });
		});

		it('but not with another', () => {
			expect(honoured([bad, withKey('second')])).toMatchObject({ untold: 1, afterFinal: 1 });
		});

		it('and where it failed, the next try may create anew', () => {
			const records = [bad, withKey('first'), withKey('second', { answer: { id: 'task-9' } })];
			const paid = [{ id: 'task-9', item: 0 }];
			const again = honoured(records, { paid, isRetried: true });
			expect(again).toMatchObject({ untold: 0, afterFinal: 0 });
			expect(honoured(records, { isRetried: true })).toMatchObject({ afterFinal: 1 });
		});
	});
});

describe('candidates for unclear creates', () => {
	const suggested = (...ids: string[]) =>
		ends(
			`Item 1: ${SORRY}\nTasks in the account that it may have created: ${ids.join(', ')}. Check`,
		);
	const both = { items: 5, records: [created, answerless(1)], paid: paidFor(0, 1) };

	it.each([
		[['task-2'], 0],
		[['task-1', 'task-2'], 1],
		[['task-9'], 1],
	])('%j', (ids, misnamed) => {
		expect(drawLedger(books({ ...both, told: suggested(...ids) })).misnamed).toBe(misnamed);
	});
});

describe('what is told of charges', () => {
	const refused = createFor(1, {
		status: 400,
		answer: { error: { code: 400 } },
		taskId: undefined,
	});
	const one = { items: 5, records: [created, refused] };
	const free = { ...one, records: [refused], paid: [], delivered: [] };
	const nothing = 'Correct the field. Nothing was charged.';
	const thisItem = 'Correct the field. This item was not charged.';

	it.each<[string, Partial<Books>, Books['told'], number]>([
		['nothing, and so it is', free, ends(nothing), 0],
		['nothing, though another item is paid', one, ends(nothing), 1],
		[
			'nothing, though a create is unclear',
			{ ...free, records: [answerless(2)] },
			ends(nothing),
			1,
		],
		['nothing, at an item beside a paid one', one, [{ item: 1, text: nothing }], 1],
		['not this item, and so it is', one, [{ item: 1, text: thisItem }], 0],
		['not this item of a run that ends', one, ends(`Item 1: No\n${thisItem}`), 0],
		['not this item, which is paid', one, [{ item: 0, text: thisItem }], 1],
		['not this item, whichever it is', one, ends(thisItem), 1],
	])('%s', (_, changes, told, untrue) => {
		expect(drawLedger(books({ ...changes, told })).untrue).toBe(untrue);
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
		['a download after a 403', [status(403, asDownload), status(200, asDownload)], 1, 0],
		['a download after a 503', [status(503, asDownload), status(200, asDownload)], 0, 0],
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
