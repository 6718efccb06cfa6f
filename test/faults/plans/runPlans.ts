import { createLimit } from '../../../nodes/Hailuo/scheduling/limit';
import { loadPackage } from '../../../tools/engine/packageLoader';
import { brokenInvariants, issuesInEnds } from './checkPlan';
import type { FaultPlan } from './plan';
import { runPlan, type PlanObservation } from './runPlan';

/** A plan, its result, and the issues of the result. */
export interface PlanResult {
	plan: FaultPlan;
	observed: PlanObservation;
	issues: readonly string[];
}

/** Number of parallel runs, without those that wait for a response that never comes. */
const AT_ONCE = 24;
/** A pause of one second takes 17 ms: still longer than a response, so items finish in the same order as in real time. */
const CLOCK_SPEED = 60;
/** For plans of which only invariants are checked; these hold at any speed. */
const CLOCK_SPEED_FOR_INVARIANTS = 600;

/** Starts plans in parallel, the slow ones first. Each has its own promise of a result. */
export function startPlans(plans: readonly FaultPlan[]): Map<FaultPlan, Promise<PlanResult>> {
	return start(plans, judged);
}

/** Runs plans in parallel and checks only the invariants. */
export async function runInvariants(plans: readonly FaultPlan[]): Promise<PlanResult[]> {
	const results = start(plans, async (plan) => {
		const observed = await runPlan(plan, CLOCK_SPEED_FOR_INVARIANTS);
		return { plan, observed, issues: brokenInvariants(plan, observed) };
	});
	return await Promise.all(plans.map(async (plan) => await results.get(plan)!));
}

/** Checks the invariants and, for a plan of one try, the expected results of its rows. */
async function judged(plan: FaultPlan): Promise<PlanResult> {
	const observed = await runPlan(plan, CLOCK_SPEED);
	const ends = plan.tries === 1 ? issuesInEnds(plan, observed) : [];
	return { plan, observed, issues: [...brokenInvariants(plan, observed), ...ends] };
}

function start(
	plans: readonly FaultPlan[],
	run: (plan: FaultPlan) => Promise<PlanResult>,
): Map<FaultPlan, Promise<PlanResult>> {
	const limit = createLimit(AT_ONCE);
	const loading = loadPackage();
	const isSlow = ({ faults }: FaultPlan) => faults.some(({ row }) => row.isSlow);
	const slowFirst = [...plans].sort((a, b) => Number(!isSlow(a)) - Number(!isSlow(b)));
	return new Map(
		slowFirst.map((plan) => {
			const result = loading.then(async () =>
				isSlow(plan) ? await run(plan) : await limit(async () => await run(plan)),
			);
			// An error is reported when the result is awaited; until then Node must not treat it as unhandled.
			result.catch(() => undefined);
			return [plan, result];
		}),
	);
}
