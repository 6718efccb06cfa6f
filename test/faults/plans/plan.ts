import { titleOf, type FaultCase } from '../case';
import type { Setting } from '../run/setting';

/** Number of input items of each run. */
export const ITEMS = 5;

/** A fault of the matrix, and the item that gets it. */
export interface PlannedFault {
	item: number;
	row: FaultCase;
}

/** What the expressions of the items return when n8n evaluates them for another try. */
export const PROMPTS = [
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
	faults: readonly PlannedFault[];
	onError: Setting['onError'];
	/** 3 with Retry On Fail. */
	tries: 1 | 3;
	prompts: (typeof PROMPTS)[number];
	/** The task list of the account, in which the node looks for the tasks of indeterminate creates. */
	list: 'there' | 'absent' | 'broken';
	/** The provider honors `Idempotency-Key`, and the credential says so. */
	honorsKey: boolean;
}

/** A plan with defaults: one try, and a provider without task list and idempotency. */
export function planOf(
	faults: readonly PlannedFault[],
	changes: Partial<FaultPlan> = {},
): FaultPlan {
	return {
		faults,
		onError: 'stopWorkflow',
		tries: 1,
		prompts: 'constant',
		list: 'absent',
		honorsKey: false,
		...changes,
	};
}

/** The plan in one line, for the message of a failing test. */
export function planText({ faults, ...rest }: FaultPlan): string {
	const texts = faults.map(({ item, row }) => `item ${item}: ${titleOf(row)}`);
	return `${texts.join('; ') || 'nothing wrong'} | ${Object.values(rest).join(', ')}`;
}

/** Whether the fault of an item affects the whole run. */
export function affectsAllItems({ faults }: FaultPlan): boolean {
	return faults.some(({ row }) => row.affectsAllItems === true);
}

/** The rows of an item, in order. */
export function rowsAt({ faults }: FaultPlan, item: number): FaultCase[] {
	return faults.filter((fault) => fault.item === item).map(({ row }) => row);
}
