import fc from 'fast-check';

import { titleOf, type FaultCase, type Place } from './case';
import { CASES } from './cases';

const ONERRORS = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;

/** Number of input items of each run. */
export const ITEMS = 5;

/** What the expressions of the items return when n8n evaluates them for another try. */
const PROMPTS = [
	'constant',
	/** As with `$now` or `Math.random()`. */
	'changing',
	'empty later',
	'failing later',
	/** The prompt is unchanged, but the image of each item is missing. */
	'without its image later',
] as const;

/** The faults of one run of five items: several at once, and over several tries. */
export interface FaultPlan {
	/** Faults of the same item occur one after the other. */
	faults: ReadonlyArray<{ item: number; row: FaultCase }>;
	onError: (typeof ONERRORS)[number];
	/** 3 with Retry On Fail. */
	tries: 1 | 3;
	prompts: (typeof PROMPTS)[number];
	/** The task list of the account, in which the node looks for the tasks of indeterminate creates. */
	list: 'there' | 'absent' | 'broken';
	/** The provider honors `Idempotency-Key`, and the credential says so. */
	honorsKey: boolean;
}

/** Rows at a place, without those that wait a minute for a response, or are retried for ten minutes. */
const rowAt = (place: Place) =>
	fc.constantFrom(
		...CASES.filter(
			({ where, when, isSlow }) =>
				where === place && !isSlow && !(where === 'create' && when === 'always'),
		),
	);

/** Half of the faults are at creates, the only paid requests. */
const anyRow = fc.oneof(
	{ weight: 2, arbitrary: rowAt('create') },
	{ weight: 1, arbitrary: rowAt('read') },
	{ weight: 1, arbitrary: rowAt('download') },
);

const ALL_ITEMS = [...Array(ITEMS).keys()];
/** One item, or all of them. */
const anyItems = fc.oneof(
	{ weight: 4, arbitrary: fc.nat({ max: ITEMS - 1 }).map((item) => [item]) },
	{ weight: 1, arbitrary: fc.constant(ALL_ITEMS) },
);

/** Up to three faults in a run. */
export const anyPlan: fc.Arbitrary<FaultPlan> = fc
	.record({
		faults: fc.array(fc.record({ items: anyItems, row: anyRow }), { minLength: 1, maxLength: 3 }),
		onError: fc.constantFrom(...ONERRORS),
		tries: fc.constantFrom(1 as const, 3 as const),
		prompts: fc.constantFrom(...PROMPTS),
		list: fc.constantFrom('absent' as const, 'there' as const, 'broken' as const),
		honorsKey: fc.constantFrom(false, false, true),
	})
	.map(({ faults, ...rest }) => ({
		faults: faults.flatMap(({ items, row }) => items.map((item) => ({ item, row }))),
		...rest,
	}));

/** The plan in one line, for the message of a failing test. */
export function planText({ faults, ...rest }: FaultPlan): string {
	const texts = faults.map(({ item, row }) => `item ${item}: ${titleOf(row)}`);
	return `${texts.join('; ')} | ${Object.values(rest).join(', ')}`;
}
