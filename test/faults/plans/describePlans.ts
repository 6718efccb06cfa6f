import type { FaultPlan } from './plan';
import { planText } from './plan';
import type { PlanObservation } from './runPlan';
import { startPlans, type PlanResult } from './runPlans';

/** Time limit of a test, ms. All plans run in parallel, so that one may have to wait for all others. */
export const ALL_MS = 30 * 60_000;

/** Each group of plans is one test, which keeps the report short. */
export type Groups = ReadonlyArray<readonly [title: string, plans: readonly FaultPlan[]]>;

/**
 * Defines a test for each group of plans. It fails with the plans that have issues.
 *
 * @param more further issues of a plan's result
 */
export function describePlans(
	title: string,
	groups: Groups,
	more: (plan: FaultPlan, observed: PlanObservation) => string[] = () => [],
): void {
	describe(title, () => {
		let results: Map<FaultPlan, Promise<PlanResult>>;
		beforeAll(() => {
			results = startPlans(groups.flatMap(([, plans]) => plans));
		});

		it.each(groups)(
			'has the expected result and a balanced ledger: %s',
			async (_, plans) => {
				const done = await Promise.all(plans.map(async (plan) => await results.get(plan)!));
				const judged = done.map(({ plan, observed, issues }) => ({
					plan,
					observed,
					issues: [...issues, ...more(plan, observed)],
				}));
				expect(failedPlans(judged)).toEqual([]);
			},
			ALL_MS,
		);
	});
}

/** One text for each plan with issues. */
export function failedPlans(results: readonly PlanResult[]): string[] {
	return results
		.filter(({ issues }) => issues.length > 0)
		.map(({ plan, observed, issues }) =>
			[planText(plan), ...issues, ...visibleTextOf(observed)].join('\n    '),
		);
}

function visibleTextOf({ error, ends }: PlanResult['observed']): string[] {
	if (error) return [`visible text: ${error.message} | ${error.description}`];
	return ends.flatMap((end, item) =>
		end.is === 'error' ? [`visible text of item ${item}: ${end.message}`] : [],
	);
}
