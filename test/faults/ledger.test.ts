import type { RecordedRequest } from '../simulator';
import { addLedgers, drawLedger, type Books } from './ledger';

const KEY = 's3cret';
const API = '127.0.0.1:1';

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
const created = request({
	endpoint: 'create',
	body: { prompt: 'boat' },
	answer: { id: 'task-1', status: 'pending' },
});
const completed = request({ answer: { status: 'completed' } });
const downloaded = request({ endpoint: 'download', server: 'media', headers: {} });

const books = (changes: Partial<Books> = {}): Books => ({
	records: [created, completed, downloaded],
	paid: [{ id: 'task-1', prompt: 'boat' }],
	delivered: ['task-1'],
	told: '',
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
		lost: 0,
		twice: 0,
		afterFinal: 0,
		keyElsewhere: 0,
	});
});

describe('a task without its video', () => {
	const undelivered = { delivered: [], records: [created] };
	const untold = request({ ...created, status: 'reset', answer: undefined });
	const sorry = 'The video may have been accepted, but no task ID came back';

	it.each([
		['is named where an error has its ID', { told: 'Task task-1 failed' }, { named: 1 }],
		['is lost where nothing has it', { told: 'Something failed' }, { lost: 1 }],
		['is unclear where nobody heard of it', { records: [untold], told: sorry }, { unclear: 1 }],
		['is lost where the user is not told that', { records: [untold], told: 'No' }, { lost: 1 }],
		['is lost where its ID came, whatever is told', { told: sorry }, { lost: 1 }],
	])('%s', (_, changes, expected) => {
		const none = { named: 0, unclear: 0, lost: 0 };
		const ledger = drawLedger(books({ ...undelivered, ...changes }));
		expect(ledger).toMatchObject({ paid: 1, delivered: 0, ...none, ...expected });
	});

	it('one sentence about an unclear task does not cover two', () => {
		const other = { id: 'task-2', prompt: 'kite' };
		const paid = [...books().paid, other];
		expect(drawLedger(books({ delivered: [], records: [], paid, told: sorry }))).toMatchObject({
			unclear: 1,
			lost: 1,
		});
	});
});

it('sees a second task for the same item', () => {
	const paid = ['task-1', 'task-2'].map((id) => ({ id, prompt: 'boat' }));
	expect(drawLedger(books({ paid })).twice).toBe(1);
});

describe('a request after a final answer', () => {
	const failed = request({ answer: { status: 'failed' } });
	const running = request({ answer: { status: 'processing' } });
	const status = (code: number, changes: Partial<RecordedRequest> = {}) =>
		request({ status: code, answer: undefined, ...changes });
	const asCreate = { endpoint: 'create', body: { prompt: 'boat' } } as const;
	const asDownload = { endpoint: 'download' } as const;

	it.each([
		['a read after the end', [created, completed, completed], 1],
		['two reads after a failure', [failed, running, running], 2],
		['a read after a 401', [status(401), running], 1],
		['a read after a redirect', [status(302), running], 1],
		['a read after a 503, 404 or 429', [status(503), status(404), status(429), running], 0],
		['a read after a torn connection', [request({ status: 'reset' }), running], 0],
		['a create after one that was taken', [created, created], 1],
		['a create after a 503, which may have been taken', [status(503, asCreate), created], 1],
		['a create after a 429', [status(429, asCreate), created], 0],
		['a create for another item', [created, { ...created, body: { prompt: 'kite' } }], 0],
		['a download after a 403', [status(403, asDownload), status(200, asDownload)], 1],
		['a download after a 503', [status(503, asDownload), status(200, asDownload)], 0],
	])('%s', (_, records, count) => {
		expect(drawLedger(books({ records })).afterFinal).toBe(count);
	});
});

describe('the key', () => {
	const host = 'localhost:1';

	it.each([
		['at its own host', { records: [created] }, 0],
		['at the media host', { records: [{ ...downloaded, headers: created.headers }] }, 1],
		['at another host', { records: [{ ...created, headers: { ...created.headers, host } }] }, 1],
		['in an address of another host', { records: [{ ...downloaded, query: { key: KEY } }] }, 1],
		['in an error', { told: `Bearer ${KEY} was refused` }, 1],
	])('%s', (_, changes, count) => {
		expect(drawLedger(books(changes)).keyElsewhere).toBe(count);
	});
});

it('adds up', () => {
	const lost = drawLedger(books({ delivered: [] }));
	expect(addLedgers([drawLedger(books()), lost])).toMatchObject({ paid: 2, delivered: 1, lost: 1 });
});
