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

describe('computeLedger, for indeterminate creates of several items', () => {
	const two = { items: 5, records: [1, 3].map(answerless), paid: paidFor(1, 3), delivered: [] };
	const list = 'May have been accepted without a task ID:';

	it.each<[string, LedgerInput['visibleTexts'], object]>([
		[
			'counts all as reported in a list',
			ends(`Item 0: No\n${list} items 1, 3 (Bad (502)).`),
			{ indeterminate: 2 },
		],
		[
			'counts all as reported in groups',
			ends(`${list} item 3 (a); items 0, 1 (b).`),
			{ indeterminate: 2 },
		],
		[
			'counts all as reported in their items',
			[1, 3].map((item) => ({ item, text: SORRY })),
			{ indeterminate: 2 },
		],
		[
			'counts one as unreported if the text is about the other',
			ends(`Item 3: ${SORRY}`),
			{ lost: 1, unreported: 1 },
		],
		[
			'counts both as unreported if the text has no item numbers',
			ends(SORRY),
			{ lost: 2, unreported: 2 },
		],
		[
			'counts both as unreported if the text has other item numbers',
			ends(`${list} items 0, 2 (a).`),
			{ lost: 2, unreported: 2 },
		],
		[
			'counts both as unreported if the text is in another item',
			[{ item: 2, text: SORRY }],
			{ lost: 2, unreported: 2 },
		],
		[
			'counts both as unreported if the text does not say indeterminate',
			ends('items 1, 3 (failed)'),
			{ lost: 2, unreported: 2 },
		],
	])('%s', (_, visibleTexts, expected) => {
		expect(computeLedger(ledgerInput({ ...two, visibleTexts }))).toMatchObject({
			paid: 2,
			unreported: 0,
			...expected,
		});
	});

	it('counts both as unreported even if they created no task', () => {
		const ledger = computeLedger(ledgerInput({ ...two, paid: [] }));
		expect(ledger).toMatchObject({ paid: 0, lost: 0, unreported: 2 });
	});

	describe('after a retry with an Idempotency-Key has returned the task', () => {
		const withKey = (key: string, changes: Partial<RecordedRequest> = {}) =>
			createFor(0, { headers: { host: API, 'idempotency-key': key }, ...changes });
		const bad = withKey('first', { status: 502, answer: undefined, namesTask: undefined });
		const honored = (records: RecordedRequest[], changes: Partial<LedgerInput> = {}) =>
			computeLedger(ledgerInput({ records, honorsKey: true, ...changes }));

		it('counts the create as resolved for the same key, if the provider honors it', () => {
			const records = [bad, withKey('first')];
			expect(honored(records)).toMatchObject({ unreported: 0, afterFinal: 0 });
			expect(honored(records, { honorsKey: false })).toMatchObject({
				unreported: 1,
				afterFinal: 1,
			});
		});

		it('does not count the create as resolved for another key', () => {
			expect(honored([bad, withKey('second')])).toMatchObject({ unreported: 1, afterFinal: 1 });
		});

		it('accepts another create in the next try only if that task failed', () => {
			const records = [bad, withKey('first'), withKey('second', { taskId: 'task-9' })];
			const paid = [{ id: 'task-9', item: 0 }];
			const retried = honored(records, { paid, isRetried: true });
			expect(retried).toMatchObject({ unreported: 0, afterFinal: 0 });
			expect(honored(records, { isRetried: true })).toMatchObject({ afterFinal: 1 });
		});
	});
});

describe('computeLedger, for candidates of indeterminate creates', () => {
	const suggested = (...ids: string[]) =>
		ends(
			`Item 1: ${SORRY}\nTasks in the account that it may have created: ${ids.join(', ')}. Check`,
		);
	const both = { items: 5, records: [created, answerless(1)], paid: paidFor(0, 1) };

	it.each([
		[['task-2'], 0],
		[['task-1', 'task-2'], 1],
		[['task-9'], 1],
	])('with %j as candidates, counts %i as misnamed', (ids, misnamed) => {
		expect(computeLedger(ledgerInput({ ...both, visibleTexts: suggested(...ids) })).misnamed).toBe(
			misnamed,
		);
	});
});

describe('computeLedger, for statements about charges', () => {
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
		['accepts "Nothing was charged" if no task is paid', free, ends(nothing), 0],
		['counts "Nothing was charged" as untrue if another item is paid', one, ends(nothing), 1],
		[
			'counts "Nothing was charged" as untrue if a create is indeterminate',
			{ ...free, records: [answerless(2)] },
			ends(nothing),
			1,
		],
		[
			'counts "Nothing was charged" in an item as untrue if another item is paid',
			one,
			[{ item: 1, text: nothing }],
			1,
		],
		[
			'accepts "This item was not charged" in an unpaid item',
			one,
			[{ item: 1, text: thisItem }],
			0,
		],
		[
			'accepts "This item was not charged" in an error that names an unpaid item',
			one,
			ends(`Item 1: No\n${thisItem}`),
			0,
		],
		[
			'counts "This item was not charged" as untrue in a paid item',
			one,
			[{ item: 0, text: thisItem }],
			1,
		],
		[
			'counts "This item was not charged" as untrue in an error without an item number',
			one,
			ends(thisItem),
			1,
		],
	])('%s', (_, changes, visibleTexts, untrue) => {
		expect(computeLedger(ledgerInput({ ...changes, visibleTexts })).untrue).toBe(untrue);
	});
});
