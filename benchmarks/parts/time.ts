import type { TaskBehavior } from '../../simulator/tasks/taskClock';
import { secondsOf, startEnvironment, type Environment } from '../n8n/environment';
import { builtIn, loop, ours, type Strategy, type StrategyName } from '../n8n/strategies';
import { spreadOf, type Spread } from '../spread';
import type { Tools } from './part';

/** Duration of the slowest task, and by default of every task, s. */
export const TASK_S = 20;

/** The time of a strategy for a number of items. */
export interface TimeFigure {
	strategy: StrategyName;
	items: number;
	/** Whether the tasks are completed one after the other, evenly over the second half of the time. */
	isSpread: boolean;
	seconds: Spread;
	/** Present if the figure was calculated from this many items, not measured. */
	calculatedFrom?: number;
}

interface Cell extends Pick<TimeFigure, 'strategy' | 'items'> {
	how: Strategy;
	runs: number;
	isSpread?: boolean;
}

const ITEMS = [1, 5, 20];
const MANY = 20;
/** The built-in node processes one item after the other, so a few items are enough. */
const FEW = 3;

/**
 * Three lanes of about the same duration in the same n8n; in each, runs are sequential. Running them
 * in parallel saves minutes and has little effect, since nearly all of the time is waiting.
 */
export async function measureTime({ tarball, runs, full, log }: Tools): Promise<TimeFigure[]> {
	const environment = await startEnvironment(await tarball(), behaviors());
	const { apis } = environment;
	const batches = { strategy: 'ours', how: ours(apis.hailuo), runs } as const;
	const singleReads = { strategy: 'oursSingleReads', how: ours(apis.singleReads), runs } as const;
	const byLoop = { strategy: 'loop', how: loop(apis), runs } as const;
	const inTurns = { strategy: 'builtIn', how: builtIn(apis) } as const;
	const spread = { items: MANY, isSpread: true };
	const lanes: Cell[][] = [
		[...ITEMS.map((items) => ({ ...batches, items })), { ...singleReads, items: MANY }],
		[...ITEMS.map((items) => ({ ...byLoop, items })), { ...byLoop, ...spread }],
		[
			{ ...batches, ...spread },
			{ ...inTurns, items: 1, runs },
			...(full ? [FEW, 5, MANY] : [FEW]).map((items) => ({ ...inTurns, items, runs: 1 })),
		],
	];

	try {
		for (const { how } of [batches, singleReads, byLoop, inTurns])
			await environment.run(how, ['Warm']);
		const figures = (
			await Promise.all(lanes.map(async (lane) => await measureLane(environment, lane, log)))
		).flat();
		return full ? figures : [...figures, ...[5, MANY].map((items) => calculated(figures, items))];
	} finally {
		await environment.close();
	}
}

async function measureLane(environment: Environment, lane: readonly Cell[], log: Tools['log']) {
	const figures: TimeFigure[] = [];
	for (const { strategy, how, items, runs, isSpread = false } of lane) {
		const seconds: number[] = [];
		for (let run = 1; run <= runs; run += 1) {
			log(`${strategy}, ${items} items, run ${run} of ${runs}`);
			seconds.push(secondsOf(await environment.run(how, isSpread ? SPREAD : SAME.slice(0, items))));
		}
		figures.push({ strategy, items, isSpread, seconds: spreadOf(seconds) });
	}
	return figures;
}

const SAME = Array.from({ length: MANY }, () => 'A paper boat');
const SPREAD = Array.from({ length: MANY }, (_, index) => `A kite, number ${index}.`);

function behaviors(): Record<string, TaskBehavior> {
	const spread = SPREAD.map((prompt, index) => {
		const durationMs = (TASK_S * 1000 * (MANY + index + 1)) / (2 * MANY);
		return [prompt, { durationMs }];
	});
	return { paper: { durationMs: TASK_S * 1000 }, ...Object.fromEntries(spread) };
}

function calculated(measured: readonly TimeFigure[], items: number): TimeFigure {
	const { seconds } = measured.find((few) => few.strategy === 'builtIn' && few.items === FEW)!;
	const calculatedSeconds = spreadOf([(items * seconds.median) / FEW]);
	return {
		strategy: 'builtIn',
		items,
		isSpread: false,
		seconds: calculatedSeconds,
		calculatedFrom: FEW,
	};
}
