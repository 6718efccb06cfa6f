import { titleOf, type FaultCase } from '../case';
import type { Setting } from '../run/setting';

/** So many items come into every run of a plan. */
export const ITEMS = 5;

/** A fault of the matrix, and the item that it befalls. */
export interface Hit {
	item: number;
	row: FaultCase;
}

/** What the expressions of the items give when n8n evaluates them for another try. */
export const PROMPTS = [
	'constant',
	/** As with `$now` or `Math.random()`. */
	'changing',
	'empty later',
	'failing later',
	/** The prompt stays, but the image that comes with each item is there no more. */
	'without its image later',
] as const;

/** What goes wrong in one run of five items: several things at once, and over several tries. */
export interface FaultPlan {
	/** Those of one item come one after the other. */
	hits: readonly Hit[];
	onError: Setting['onError'];
	/** 3 with Retry On Fail. */
	tries: 1 | 3;
	prompts: (typeof PROMPTS)[number];
	/** The account's list of tasks, where unclear creates can be looked for. */
	list: 'there' | 'absent' | 'broken';
	/** The host honours `Idempotency-Key`, and the credential says so. */
	honorsKey: boolean;
}

/** A plan as most runs are: one try, a host without anything that helps. */
export function planOf(hits: readonly Hit[], changes: Partial<FaultPlan> = {}): FaultPlan {
	return {
		hits,
		onError: 'stopWorkflow',
		tries: 1,
		prompts: 'constant',
		list: 'absent',
		honorsKey: false,
		...changes,
	};
}

/** The plan in one line: what a failing test names it by. */
export function written({ hits, ...rest }: FaultPlan): string {
	const faults = hits.map(({ item, row }) => `item ${item}: ${titleOf(row)}`);
	return `${faults.join('; ') || 'nothing wrong'} | ${Object.values(rest).join(', ')}`;
}

/** Whether the whole run shares the fate of an item that is hit. */
export function hitsAll({ hits }: FaultPlan): boolean {
	return hits.some(({ row }) => row.hitsAll === true);
}

/** The rows that hit an item, in their order. */
export function rowsAt({ hits }: FaultPlan, item: number): FaultCase[] {
	return hits.filter((hit) => hit.item === item).map(({ row }) => row);
}
