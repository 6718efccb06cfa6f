import type { FaultPlan } from './plan';
import { written } from './plan';
import type { PlanSeen } from './runPlan';
import { startPlans, type PlanResult } from './runPlans';

/** All plans run side by side, and one may wait for all others. */
export const ALL_MS = 30 * 60_000;

/** So many plans make one test, so that the report stays short. */
export type Groups = ReadonlyArray<readonly [title: string, plans: readonly FaultPlan[]]>;

/**
 * Plans as tests: each group names its plans that came to something they must not.
 *
 * @param more what else is wrong with the end of a plan
 */
export function describePlans(
	title: string,
	groups: Groups,
	more: (plan: FaultPlan, seen: PlanSeen) => string[] = () => [],
): void {
	describe(title, () => {
		let results: Map<FaultPlan, Promise<PlanResult>>;
		beforeAll(() => {
			results = startPlans(groups.flatMap(([, plans]) => plans));
		});

		it.each(groups)(
			'%s',
			async (_, plans) => {
				const done = await Promise.all(plans.map(async (plan) => await results.get(plan)!));
				const judged = done.map(({ plan, seen, issues }) => ({
					plan,
					seen,
					issues: [...issues, ...more(plan, seen)],
				}));
				expect(failedPlans(judged)).toEqual([]);
			},
			ALL_MS,
		);
	});
}

/** The plans with issues, one text each. */
export function failedPlans(results: readonly PlanResult[]): string[] {
	return results
		.filter(({ issues }) => issues.length > 0)
		.map(({ plan, seen, issues }) =>
			[written(plan), ...issues, ...visibleTextOf(seen)].join('\n    '),
		);
}

function visibleTextOf({ error, ends }: PlanResult['seen']): string[] {
	if (error) return [`told: ${error.message} | ${error.description}`];
	return ends.flatMap((end, item) =>
		end.is === 'error' ? [`told at ${item}: ${end.message}`] : [],
	);
}
