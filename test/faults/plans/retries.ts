import { ONERRORS } from '../run/setting';
import { titleOf, type FaultCase } from '../case';
import { planOf, type FaultPlan } from './plan';
import { ITEM_ROWS } from './rows';
import type { PlanObservation } from './runPlan';

/** A run with Retry On Fail, and its expected result. */
export interface RetryRow {
	what: string;
	plan: FaultPlan;
	/** The item with the fault, and its number of creates; no other item is created twice. */
	faultedItem: number;
	creates: number;
	/** The items that have their video in the end; none if an error ends the run. */
	videos: number[];
}

const ALL = [0, 1, 2, 3, 4];
const but = (items: number[], item: number) => items.filter((each) => each !== item);

function row(title: string): FaultCase {
	const found = ITEM_ROWS.find((each) => titleOf(each) === title);
	if (found === undefined) throw new Error(`The matrix has no row '${title}'`);
	return found;
}

const READ_REJECTED = row('read · 403 · first');
const REJECTED = row('create · 402 · first');
const INDETERMINATE = row('create · 502 with a web page, although accepted · first');

/** How later tries differ from the first. In all cases they must resume the tasks of the first. */
const LATER = ['changing', 'empty later', 'failing later', 'without its image later'] as const;

type RetryOptions = Pick<RetryRow, 'what' | 'creates' | 'videos'> & { changes: Partial<FaultPlan> };

function rowOf(faults: FaultPlan['faults'], { changes, ...rest }: RetryOptions): RetryRow {
	return {
		...rest,
		faultedItem: faults[0].item,
		plan: planOf(faults, { tries: 3, list: 'there', ...changes }),
	};
}

/** A read of the first item fails once: n8n runs the node again with any On Error. */
const rejectedRead = LATER.flatMap((prompts) =>
	ONERRORS.map((onError) =>
		rowOf([{ item: 0, row: READ_REJECTED }], {
			what: `a 403 on a read, prompts ${prompts}`,
			changes: { prompts, onError },
			creates: 1,
			videos: ALL,
		}),
	),
);

/** A read of another item fails: n8n runs the node again only with Stop. */
const rejectedReadOfAnother = ONERRORS.map((onError) =>
	rowOf([{ item: 2, row: READ_REJECTED }], {
		what: 'a 403 on a read of a later item, prompts changing',
		changes: { prompts: 'changing', onError },
		creates: 1,
		videos: onError === 'stopWorkflow' ? ALL : but(ALL, 2),
	}),
);

/** The create of the first item is indeterminate: no try sends it again, whatever its expressions return. */
const indeterminate = LATER.flatMap((prompts) =>
	ONERRORS.map((onError) =>
		rowOf([{ item: 0, row: INDETERMINATE }], {
			what: `an indeterminate create, prompts ${prompts}`,
			changes: { prompts, onError },
			creates: 1,
			videos: onError === 'stopWorkflow' ? [] : but(ALL, 0),
		}),
	),
);

/** The create of the first item is rejected. The next try would send it again if it were still valid. */
const rejected = (['empty later', 'failing later', 'without its image later'] as const).flatMap(
	(prompts) =>
		ONERRORS.map((onError) =>
			rowOf([{ item: 0, row: REJECTED }], {
				what: `a rejected create, prompts ${prompts}`,
				changes: { prompts, onError },
				creates: 1,
				videos: onError === 'stopWorkflow' ? [] : but(ALL, 0),
			}),
		),
);

/** A cancelled task has no video, but may be charged. */
const cancelled = ONERRORS.map((onError) =>
	rowOf([{ item: 0, row: row('read · cancelled') }], {
		what: 'a cancelled task',
		changes: { onError },
		creates: 1,
		videos: onError === 'stopWorkflow' ? [] : but(ALL, 0),
	}),
);

/** The provider honors the key: an indeterminate create is resolved by sending it again. */
const honored = ONERRORS.map((onError) =>
	rowOf([{ item: 0, row: INDETERMINATE }], {
		what: 'an indeterminate create, provider honors the key',
		changes: { onError, honorsKey: true, prompts: 'changing' },
		creates: 2,
		videos: ALL,
	}),
);

export const RETRY_ROWS: readonly RetryRow[] = [
	...rejectedRead,
	...rejectedReadOfAnother,
	...indeterminate,
	...rejected,
	...cancelled,
	...honored,
];

/** @returns differences between a run and its row */
export function issuesInRetry(row: RetryRow, { ends, creates }: PlanObservation): string[] {
	const videos = ends.flatMap(({ is }, item) => (is === 'video' ? [item] : []));
	const tooOften = creates.flatMap((count, item) =>
		item !== row.faultedItem && count > 1 ? [`item ${item} was sent ${count} times`] : [],
	);
	return [
		...(videos.join() === row.videos.join() ? [] : [`videos of items ${videos.join(', ')}`]),
		...(creates[row.faultedItem] === row.creates
			? []
			: [`the item with the fault was sent ${creates[row.faultedItem]} times`]),
		...tooOften,
	];
}
