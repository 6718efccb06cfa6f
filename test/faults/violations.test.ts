import type { RecordedRequest } from '../../simulator';
import { promptOf } from './item';
import { violations, type RunRecord } from './violations';

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
const createFor = (item: number, changes: Partial<RecordedRequest> = {}) =>
	request({
		endpoint: 'create',
		method: 'POST',
		path: '/v1/videos/generations',
		body: { prompt: promptOf(item) },
		taskId: `task-${item + 1}`,
		answer: { id: `task-${item + 1}`, status: 'pending' },
		namesTask: true,
		...changes,
	});
const created = createFor(0);
const unanswered = createFor(0, { status: 'reset', answer: undefined, namesTask: undefined });
const completed = request({
	answer: { status: 'completed', results: ['http://127.0.0.1:2/task-1.mp4'] },
});
const downloaded = request({ endpoint: 'download', server: 'media', headers: {} });
const task = { id: 'task-1', item: 0 };

const run = (changes: Partial<RunRecord> = {}): RunRecord => ({
	records: [created, completed, downloaded],
	paid: [task],
	delivered: ['task-1'],
	named: [],
	indeterminate: [],
	texts: [],
	key: KEY,
	keyHosts: [API],
	...changes,
});

describe('violations', () => {
	const lost = { records: [created], delivered: [] };
	const unclear = { records: [unanswered], delivered: [] };
	const reported = [{ item: 0, possibleTaskIds: ['task-1'] }];
	const failedCreate = createFor(1, { status: 502, namesTask: undefined });

	it.each<[string, Partial<RunRecord>]>([
		['a delivered video', {}],
		['a task that is named', { ...lost, named: [task] }],
		['a failed task that a later try has replaced', { ...lost, paid: [], isRetried: true }],
		['a reported indeterminate create', { ...unclear, indeterminate: reported }],
	])('accepts %s', (_, changes) => {
		expect(violations(run(changes))).toEqual([]);
	});

	// prettier-ignore
	it.each<[string, Partial<RunRecord>, RegExp]>([
		['a task that nothing names', lost, /nothing names the task task-1/],
		['a task that is named for another item', { ...lost, named: [{ id: 'task-1', item: 3 }] }, /task-1 is named as the task of item 3/],
		['an unreported paid create', unclear, /nothing reports the paid create of item 0/],
		['an unreported create of unknown outcome, even if it is not paid', { ...unclear, paid: [] }, /nothing reports the indeterminate create of item 0/],
		['a falsely reported create', { indeterminate: [{ item: 0, possibleTaskIds: [] }] }, /item 0 is reported as indeterminate, but is not/],
		['a candidate that is a known task', { records: [created, failedCreate], indeterminate: [{ item: 1, possibleTaskIds: ['task-1'] }] }, /task-1 is named as a possible task/],
		['a text that says that nothing was charged', { ...lost, named: [task], texts: ['No. Nothing was charged.'] }, /a text says that nothing was charged/],
		['an item that was paid twice', { paid: [task, { id: 'task-2', item: 0 }] }, /item 0 was paid again/],
		['the key in a text', { texts: [`Bearer ${KEY} was rejected`] }, /a text contains the key/],
		['the key at the storage host', { records: [created, completed, { ...downloaded, query: { key: KEY } }] }, /the key was sent/],
		['the key at another host', { records: [{ ...created, headers: { ...created.headers, host: 'localhost:1' } }] }, /the key was sent to localhost:1/],
	])('finds %s', (_, changes, expected) => {
		expect(violations(run(changes))).toContainEqual(expect.stringMatching(expected));
	});

	const failed = request({ answer: { status: 'failed' } });
	const withoutUrl = request({ answer: { status: 'completed' } });
	const status = (code: number, changes: Partial<RecordedRequest> = {}) =>
		request({ status: code, answer: undefined, ...changes });
	const asCreate = { ...created, answer: undefined, namesTask: undefined };
	const asDownload = { endpoint: 'download' } as const;

	it.each<[string, RecordedRequest[], countInOneTry: number, countInSeveral: number]>([
		['a read after completion', [created, completed, completed], 1, 0],
		['two reads after a failure', [failed, completed, completed], 2, 0],
		['a read after a 401', [status(401), completed], 1, 0],
		['a read after a 503 or 404', [503, 404, 200].map((code) => status(code)), 0, 0],
		['a read after completion without a URL', [created, withoutUrl, completed], 0, 0],
		['a create after an accepted one', [created, created], 1, 1],
		['a create after a 503', [{ ...asCreate, status: 503 }, created], 1, 1],
		['a create after a 400', [{ ...asCreate, status: 400 }, created], 1, 0],
		['a create after a 429', [{ ...asCreate, status: 429 }, created], 0, 0],
		['a create for another item', [created, createFor(1)], 0, 0],
		['a download after a 401', [status(401, asDownload), status(200, asDownload)], 1, 0],
		['a download after a 503', [status(503, asDownload), downloaded], 0, 0],
	])('counts requests after a final response: %s', (_, records, inOneTry, inSeveral) => {
		const late = (isRetried: boolean) =>
			violations(run({ records, isRetried })).filter((each) => each.includes('final response'));
		expect([late(false).length, late(true).length]).toEqual([inOneTry, inSeveral]);
	});
});
