import { places } from '../../../nodes/Hailuo/polling/limit';
import { loadPackage } from '../../engine/harness/packageLoader';
import { brokenInvariants, complaintsAboutEnds } from './judgePlan';
import type { FaultPlan } from './plan';
import { runPlan, type PlanSeen } from './runPlan';

/** A plan, what it came to, and what of that is not as it must be. */
export interface PlanResult {
	plan: FaultPlan;
	seen: PlanSeen;
	complaints: readonly string[];
}

/** So many runs wait side by side; those that wait for an answer in vain do not count. */
const AT_ONCE = 24;
/** A pause of a second takes 17 ms: still longer than an answer. */
const TIMES_AS_FAST = 60;

/** Starts plans side by side, the slow ones first; each has its result in its own time. */
export function startPlans(plans: readonly FaultPlan[]): Map<FaultPlan, Promise<PlanResult>> {
	const place = places(AT_ONCE);
	const loading = loadPackage();
	const isSlow = ({ hits }: FaultPlan) => hits.some(({ row }) => row.isSlow);
	const slowFirst = [...plans].sort((a, b) => Number(!isSlow(a)) - Number(!isSlow(b)));
	return new Map(
		slowFirst.map((plan) => {
			const run = async () => {
				await loading;
				return await (isSlow(plan) ? judged(plan) : place(async () => await judged(plan)));
			};
			const result = run();
			// Whoever awaits it hears of an error; until then Node must not take it for forgotten.
			result.catch(() => undefined);
			return [plan, result];
		}),
	);
}

/** Runs a plan and says what must hold in every run and does not; of one try, also what its rows say. */
export async function judged(plan: FaultPlan): Promise<PlanResult> {
	const seen = await runPlan(plan, TIMES_AS_FAST);
	const ends = plan.tries === 1 ? complaintsAboutEnds(plan, seen) : [];
	return { plan, seen, complaints: [...brokenInvariants(plan, seen), ...ends] };
}
