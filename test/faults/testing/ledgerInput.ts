import type { RecordedRequest } from '../../../simulator';
import { promptOf } from '../item';
import type { LedgerInput } from '../ledger';

export const KEY = 's3cret';
export const API = '127.0.0.1:1';
export const SORRY = 'The request may have been accepted, but no task ID was returned: Bad gateway';

export const request = (changes: Partial<RecordedRequest>): RecordedRequest => ({
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
export const createFor = (item: number, changes: Partial<RecordedRequest> = {}) =>
	request({
		endpoint: 'create',
		body: { prompt: promptOf(item) },
		taskId: `task-${item + 1}`,
		answer: { id: `task-${item + 1}`, status: 'pending' },
		namesTask: true,
		...changes,
	});
export const created = createFor(0);
export const answerless = (item: number) =>
	createFor(item, { status: 'reset', answer: undefined, namesTask: undefined });
export const completed = request({
	answer: { status: 'completed', results: ['http://127.0.0.1:2/task-1.mp4'] },
});
export const downloaded = request({ endpoint: 'download', server: 'media', headers: {} });
export const paidFor = (...items: number[]) =>
	items.map((item) => ({ id: `task-${item + 1}`, item }));
export const ends = (text: string) => [{ text }];

export const ledgerInput = (changes: Partial<LedgerInput> = {}): LedgerInput => ({
	records: [created, completed, downloaded],
	items: 1,
	paid: paidFor(0),
	delivered: ['task-1'],
	visibleTexts: [],
	key: KEY,
	keyHosts: [API],
	...changes,
});
