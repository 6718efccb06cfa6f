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

describe('computeLedger', () => {
	it('counts a task whose video was output as delivered', () => {
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

	it('identifies an item by the mark in its prompt, and rejects a create without one', () => {
		const varyingPrompts = [0.1, 0.2].map((random) =>
			createFor(0, { body: { prompt: `${promptOf(0)} ${random}` } }),
		);
		expect(computeLedger(ledgerInput({ records: varyingPrompts })).afterFinal).toBe(1);
		expect(() => computeLedger(ledgerInput({ records: [{ ...created, body: {} }] }))).toThrow(
			'No item',
		);
	});

	it('counts a second paid task of the same item as paid twice', () => {
		const paid = ['task-1', 'task-2'].map((id) => ({ id, item: 0 }));
		expect(computeLedger(ledgerInput({ paid })).twice).toBe(1);
	});
});

describe('addLedgers', () => {
	it('adds the numbers of several runs', () => {
		const unnamed = computeLedger(ledgerInput({ delivered: [] }));
		expect(addLedgers([computeLedger(ledgerInput()), unnamed])).toMatchObject({
			paid: 2,
			delivered: 1,
			unnamed: 1,
		});
	});
});

describe('computeLedger, for a paid task without its video', () => {
	const undelivered = { delivered: [], records: [created] };
	const unreturned = { records: [answerless(0)] };

	it.each<[string, Partial<LedgerInput>, object]>([
		[
			'counts it as named if an error contains its ID',
			{ visibleTexts: ends('Task task-1 failed') },
			{ named: 1 },
		],
		[
			'counts it as unnamed if no text contains its ID',
			{ visibleTexts: ends('Something failed') },
			{ unnamed: 1 },
		],
		[
			'counts it as indeterminate if no response had its ID and the text says so',
			{ ...unreturned, visibleTexts: ends(SORRY) },
			{ indeterminate: 1 },
		],
		[
			'counts it as lost if no response had its ID and the text does not say so',
			{ ...unreturned, visibleTexts: ends('No') },
			{ lost: 1 },
		],
		[
			'counts it as unnamed if a response had its ID, even if the text says otherwise',
			{ visibleTexts: ends(SORRY) },
			{ unnamed: 1 },
		],
	])('%s', (_, changes, expected) => {
		const none = { named: 0, indeterminate: 0, unnamed: 0, lost: 0 };
		const ledger = computeLedger(ledgerInput({ ...undelivered, ...changes }));
		expect(ledger).toMatchObject({ paid: 1, delivered: 0, ...none, ...expected });
	});
});

describe('computeLedger, for requests after a final response', () => {
	const failed = request({ answer: { status: 'failed' } });
	const running = request({ answer: { status: 'processing' } });
	const withoutUrl = request({ answer: { status: 'completed' } });
	const status = (code: number, changes: Partial<RecordedRequest> = {}) =>
		request({ status: code, answer: undefined, ...changes });
	const asCreate = { endpoint: 'create', body: { prompt: promptOf(0) } } as const;
	const asDownload = { endpoint: 'download' } as const;

	it.each<[string, RecordedRequest[], number, number]>([
		['counts a read after completion, within one try', [created, completed, completed], 1, 0],
		['counts two reads after a failure, within one try', [failed, running, running], 2, 0],
		['counts a read after a 401, within one try', [status(401), running], 1, 0],
		['counts a read after a redirect, within one try', [status(302), running], 1, 0],
		[
			'does not count a read after a 503, 404 or 429',
			[status(503), status(404), status(429), running],
			0,
			0,
		],
		[
			'does not count a read after a connection reset',
			[request({ status: 'reset' }), running],
			0,
			0,
		],
		['counts a create after an accepted one, in any try', [created, created], 1, 1],
		[
			'counts a create after a 503, which may have been accepted, in any try',
			[status(503, asCreate), created],
			1,
			1,
		],
		['counts a create after a 400, within one try', [status(400, asCreate), created], 1, 0],
		['does not count a create after a 429', [status(429, asCreate), created], 0, 0],
		['does not count a create for another item', [created, createFor(1)], 0, 0],
		[
			'does not count a read after completion without a URL',
			[created, withoutUrl, completed],
			0,
			0,
		],
		[
			'counts a download after a 401, within one try',
			[status(401, asDownload), status(200, asDownload)],
			1,
			0,
		],
		[
			'does not count a download after a 403, which can be temporary',
			[status(403, asDownload), downloaded],
			0,
			0,
		],
		['does not count a download after a 503', [status(503, asDownload), downloaded], 0, 0],
	])('%s', (_, records, count, countIfRetried) => {
		expect(computeLedger(ledgerInput({ records })).afterFinal).toBe(count);
		expect(computeLedger(ledgerInput({ records, isRetried: true })).afterFinal).toBe(
			countIfRetried,
		);
	});

	it('does not count a create of the next try after a failed task', () => {
		const records = [created, failed, createFor(0, { taskId: 'task-2' })];
		const paid = [{ id: 'task-2', item: 0 }];
		const ledgerOf = (isRetried: boolean) =>
			computeLedger(ledgerInput({ records, paid, isRetried }));
		expect([ledgerOf(true).afterFinal, ledgerOf(false).afterFinal]).toEqual([0, 1]);
	});
});

describe('computeLedger, for the API key', () => {
	const host = 'localhost:1';

	it.each<[string, Partial<LedgerInput>, number]>([
		['does not count the key at the API host', { records: [created] }, 0],
		[
			'counts the key at the storage host',
			{ records: [{ ...downloaded, headers: created.headers }] },
			1,
		],
		[
			'counts the key at another host',
			{ records: [{ ...created, headers: { ...created.headers, host } }] },
			1,
		],
		[
			'counts the key in a URL of another host',
			{ records: [{ ...downloaded, query: { key: KEY } }] },
			1,
		],
		['counts the key in an error', { visibleTexts: ends(`Bearer ${KEY} was refused`) }, 1],
	])('%s', (_, changes, count) => {
		expect(computeLedger(ledgerInput(changes)).keyElsewhere).toBe(count);
	});
});
