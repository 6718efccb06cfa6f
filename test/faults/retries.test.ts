import { describePlans } from './plans/describePlans';
import type { FaultPlan } from './plans/plan';
import { RETRY_ROWS } from './plans/retries';
import type { PlanSeen } from './plans/runPlan';

const rowOf = new Map(RETRY_ROWS.map((row) => [row.plan, row]));

describePlans(
	'Retry On Fail',
	RETRY_ROWS.map(({ what, plan }) => [what, [plan]]),
	(plan: FaultPlan, { ends, creates }: PlanSeen) => {
		const row = rowOf.get(plan)!;
		const videos = ends.flatMap(({ is }, item) => (is === 'video' ? [item] : []));
		const tooOften = creates.flatMap((count, item) =>
			item !== row.hit && count > 1 ? [`item ${item} was sent ${count} times`] : [],
		);
		return [
			...(videos.join() === row.videos.join() ? [] : [`videos of items ${videos.join(', ')}`]),
			...(creates[row.hit] === row.creates
				? []
				: [`the item hit was sent ${creates[row.hit]} times`]),
			...tooOften,
		];
	},
);
