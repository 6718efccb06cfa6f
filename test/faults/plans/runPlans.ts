import { createLimit } from '../../../nodes/Hailuo/scheduling/limit';
import { loadPackage } from '../../../tools/engine/packageLoader';
import { brokenInvariants, issuesInEnds } from './judgePlan';
import type { FaultPlan } from './plan';
import { runPlan, type PlanSeen } from './runPlan';

/** A plan, what it came to, and what of that is not as it must be. */
export interface PlanResult {
	plan: FaultPlan;
	seen: PlanSeen;
	issues: readonly string[];
}

/** So many runs wait side by side; those that wait for an answer in vain do not count. */
const AT_ONCE = 24;
/** A pause of a second takes 17 ms: still longer than an answer, so that items end as they do in real time. */
const TIMES_AS_FAST = 60;
/** A 404 counts once it has lasted a minute: that must be longer than three answers on a busy machine. */
const TIMES_AS_FAST_WITH_404 = 6;
/** Where only invariants count, which hold at any pace. */
const AT_ANY_PACE = 600;

/** Starts plans side by side, the slow ones first; each has its result in its own time. */
export function startPlans(plans: readonly FaultPlan[]): Map<FaultPlan, Promise<PlanResult>> {
	return start(plans, judged);
}

/** Runs plans side by side and looks at nothing but what must hold in every run. */
export async function runInvariants(plans: readonly FaultPlan[]): Promise<PlanResult[]> {
	const results = start(plans, async (plan) => {
		const seen = await runPlan(plan, AT_ANY_PACE);
		return { plan, seen, issues: brokenInvariants(plan, seen) };
	});
	return await Promise.all(plans.map(async (plan) => await results.get(plan)!));
}

/** What must hold in every run; of one try, also what its rows say. */
async function judged(plan: FaultPlan): Promise<PlanResult> {
	const has404 = plan.hits.some(({ row }) => row.where === 'read' && row.what.includes('404'));
	const seen = await runPlan(plan, has404 ? TIMES_AS_FAST_WITH_404 : TIMES_AS_FAST);
	const ends = plan.tries === 1 ? issuesInEnds(plan, seen) : [];
	return { plan, seen, issues: [...brokenInvariants(plan, seen), ...ends] };
}

function start(
	plans: readonly FaultPlan[],
	run: (plan: FaultPlan) => Promise<PlanResult>,
): Map<FaultPlan, Promise<PlanResult>> {
	const limit = createLimit(AT_ONCE);
	const loading = loadPackage();
	const isSlow = ({ hits }: FaultPlan) => hits.some(({ row }) => row.isSlow);
	const slowFirst = [...plans].sort((a, b) => Number(!isSlow(a)) - Number(!isSlow(b)));
	return new Map(
		slowFirst.map((plan) => {
			const result = loading.then(async () =>
				isSlow(plan) ? await run(plan) : await limit(async () => await run(plan)),
			);
			// Whoever awaits it hears of an error; until then Node must not take it for forgotten.
			result.catch(() => undefined);
			return [plan, result];
		}),
	);
}
