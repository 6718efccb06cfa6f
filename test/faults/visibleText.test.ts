import type { RecordedRequest } from '../../simulator';
import { computeLedger, type LedgerInput } from './ledger';
import {
	API,
	SORRY,
	answerless,
	ledgerInput,
	createFor,
	created,
	ends,
	paidFor,
} from './testing/ledgerInput';

describe('indeterminate creates of several items', () => {
	const two = { items: 5, records: [1, 3].map(answerless), paid: paidFor(1, 3), delivered: [] };
	const list = 'May have been accepted without a task ID:';

	it.each<[string, LedgerInput['visibleTexts'], object]>([
		[
			'are told by a list',
			ends(`Item 0: No\n${list} items 1, 3 (Bad (502)).`),
			{ indeterminate: 2 },
		],
		['are told by groups', ends(`${list} item 3 (a); items 0, 1 (b).`), { indeterminate: 2 }],
		[
			'are told at their items',
			[1, 3].map((item) => ({ item, text: SORRY })),
			{ indeterminate: 2 },
		],
		['are not told by a sentence about one', ends(`Item 3: ${SORRY}`), { lost: 1, unreported: 1 }],
		['are not told without their numbers', ends(SORRY), { lost: 2, unreported: 2 }],
		['are not told by other numbers', ends(`${list} items 0, 2 (a).`), { lost: 2, unreported: 2 }],
		['are not told at other items', [{ item: 2, text: SORRY }], { lost: 2, unreported: 2 }],
		['are not told by other sentences', ends('items 1, 3 (failed)'), { lost: 2, unreported: 2 }],
	])('%s', (_, visibleTexts, expected) => {
		expect(computeLedger(ledgerInput({ ...two, visibleTexts }))).toMatchObject({
			paid: 2,
			unreported: 0,
			...expected,
		});
	});

	it('must be told though they made no task', () => {
		const ledger = computeLedger(ledgerInput({ ...two, paid: [] }));
		expect(ledger).toMatchObject({ paid: 0, lost: 0, unreported: 2 });
	});

	describe('are unclear no more once a host that honours the key has given the task', () => {
		const withKey = (key: string, changes: Partial<RecordedRequest> = {}) =>
			createFor(0, { headers: { host: API, 'idempotency-key': key }, ...changes });
		const bad = withKey('first', { status: 502, answer: undefined });
		const honoured = (records: RecordedRequest[], changes: Partial<LedgerInput> = {}) =>
			computeLedger(ledgerInput({ records, honorsKey: true, ...changes }));

		it('with the same key', () => {
			const records = [bad, withKey('first')];
			expect(honoured(records)).toMatchObject({ unreported: 0, afterFinal: 0 });
			expect(honoured(records, { honorsKey: false })).toMatchObject({
				unreported: 1,
				afterFinal: 1,
			});
		});

		it('but not with another', () => {
			expect(honoured([bad, withKey('second')])).toMatchObject({ unreported: 1, afterFinal: 1 });
		});

		it('and where it failed, the next try may create anew', () => {
			const records = [bad, withKey('first'), withKey('second', { answer: { id: 'task-9' } })];
			const paid = [{ id: 'task-9', item: 0 }];
			const again = honoured(records, { paid, isRetried: true });
			expect(again).toMatchObject({ unreported: 0, afterFinal: 0 });
			expect(honoured(records, { isRetried: true })).toMatchObject({ afterFinal: 1 });
		});
	});
});

describe('candidates for indeterminate creates', () => {
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
		expect(computeLedger(ledgerInput({ ...both, visibleTexts: suggested(...ids) })).misnamed).toBe(
			misnamed,
		);
	});
});

describe('what is told of charges', () => {
	const rejected = createFor(1, {
		status: 400,
		answer: { error: { code: 400 } },
		taskId: undefined,
	});
	const one = { items: 5, records: [created, rejected] };
	const free = { ...one, records: [rejected], paid: [], delivered: [] };
	const nothing = 'Correct the field. Nothing was charged.';
	const thisItem = 'Correct the field. This item was not charged.';

	it.each<[string, Partial<LedgerInput>, LedgerInput['visibleTexts'], number]>([
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
	])('%s', (_, changes, visibleTexts, untrue) => {
		expect(computeLedger(ledgerInput({ ...changes, visibleTexts })).untrue).toBe(untrue);
	});
});
