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
	it('returns none for a delivered video', () => {
		expect(violations(run())).toEqual([]);
	});

	const lost = { records: [created], delivered: [] };
	const unclear = { records: [unanswered], delivered: [] };
	const reported = [{ item: 0, possibleTaskIds: ['task-1'] }];

	it.each<[string, Partial<RunRecord>, RegExp | undefined]>([
		['accepts a task that is named', { ...lost, named: [task] }, undefined],
		['finds a task that nothing names', lost, /nothing names the task task-1/],
		[
			'finds a task that is named for another item',
			{ ...lost, named: [{ id: 'task-1', item: 3 }] },
			/task-1 is named as the task of item 3/,
		],
		['finds a failed task that nothing names', { ...lost, paid: [] }, /nothing names/],
		[
			'accepts that a later try has replaced a failed task',
			{ ...lost, paid: [], isRetried: true },
			undefined,
		],
		['accepts a reported indeterminate create', { ...unclear, indeterminate: reported }, undefined],
		['finds an unreported paid create', unclear, /nothing reports the paid create of item 0/],
		[
			'finds an unreported create of unknown outcome, even if it is not paid',
			{ ...unclear, paid: [] },
			/nothing reports the indeterminate create of item 0/,
		],
		[
			'finds a falsely reported create',
			{ indeterminate: [{ item: 0, possibleTaskIds: [] }] },
			/item 0 is reported as indeterminate, but is not/,
		],
		[
			'finds a candidate that is a known task',
			{
				records: [created, createFor(1, { status: 502, namesTask: undefined })],
				indeterminate: [{ item: 1, possibleTaskIds: ['task-1'] }],
			},
			/task-1 is named as a possible task/,
		],
		[
			'finds a text that says that nothing was charged',
			{ ...lost, named: [task], texts: ['No. Nothing was charged.'] },
			/a text says that nothing was charged/,
		],
		[
			'finds an item that was paid twice',
			{ paid: [task, { id: 'task-2', item: 0 }] },
			/item 0 was paid again/,
		],
		[
			'finds the key in a text',
			{ texts: [`Bearer ${KEY} was rejected`] },
			/a text contains the key/,
		],
		[
			'finds the key at the storage host',
			{ records: [created, completed, { ...downloaded, headers: created.headers }] },
			/the key was sent/,
		],
		[
			'finds the key at another host',
			{ records: [{ ...created, headers: { ...created.headers, host: 'localhost:1' } }] },
			/the key was sent to localhost:1/,
		],
		[
			'finds the key in a URL of another host',
			{ records: [created, completed, { ...downloaded, query: { key: KEY } }] },
			/the key was sent/,
		],
	])('%s', (_, changes, expected) => {
		const found = violations(run(changes));
		if (expected) expect(found).toContainEqual(expect.stringMatching(expected));
		else expect(found).toEqual([]);
	});

	it('rejects a create whose prompt names no item', () => {
		expect(() => violations(run({ records: [{ ...created, body: {} }] }))).toThrow('No item');
	});
});

describe('violations, for requests after a final response', () => {
	const failed = request({ answer: { status: 'failed' } });
	const running = request({ answer: { status: 'processing' } });
	const withoutUrl = request({ answer: { status: 'completed' } });
	const status = (code: number, changes: Partial<RecordedRequest> = {}) =>
		request({ status: code, answer: undefined, ...changes });
	const asCreate = { ...created, answer: undefined, namesTask: undefined };
	const asDownload = { endpoint: 'download' } as const;

	it.each<[string, RecordedRequest[], number, number]>([
		['counts a read after completion, within one try', [created, completed, completed], 1, 0],
		['counts two reads after a failure, within one try', [failed, running, running], 2, 0],
		['counts a read after a 401, within one try', [status(401), running], 1, 0],
		['counts a read after a redirect, within one try', [status(302), running], 1, 0],
		[
			'accepts a read after a 503, 404 or 429',
			[503, 404, 429, 200].map((code) => status(code)),
			0,
			0,
		],
		['accepts a read after a reset', [request({ status: 'reset' }), running], 0, 0],
		['counts a create after an accepted one, in any try', [created, created], 1, 1],
		[
			'counts a create after a 503, which may have been accepted, in any try',
			[{ ...asCreate, status: 503 }, created],
			1,
			1,
		],
		['counts a create after a 400, within one try', [{ ...asCreate, status: 400 }, created], 1, 0],
		['accepts a create after a 429', [{ ...asCreate, status: 429 }, created], 0, 0],
		['accepts a create for another item', [created, createFor(1)], 0, 0],
		['accepts a read after completion without a URL', [created, withoutUrl, completed], 0, 0],
		[
			'counts a download after a 401, within one try',
			[status(401, asDownload), status(200, asDownload)],
			1,
			0,
		],
		[
			'accepts a download after a 403 or 503, which can be temporary',
			[status(403, asDownload), status(503, asDownload), downloaded],
			0,
			0,
		],
	])('%s', (_, records, count, countIfRetried) => {
		const late = (isRetried: boolean) =>
			violations(run({ records, isRetried })).filter((each) => each.includes('final response'));
		expect([late(false).length, late(true).length]).toEqual([count, countIfRetried]);
	});

	it('accepts a create of the next try after a failed task', () => {
		const records = [created, failed, createFor(0, { taskId: 'task-2' })];
		const paid = [{ id: 'task-2', item: 0 }];
		expect(violations(run({ records, paid, delivered: ['task-2'], isRetried: true }))).toEqual([]);
	});
});
