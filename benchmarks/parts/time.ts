import type { TaskLife } from '../../simulator/tasks/taskClock';
import { secondsOf, setStage, type Stage } from '../n8n/stage';
import { builtIn, loop, ours, type Way, type WayName } from '../n8n/ways';
import { spreadOf, type Spread } from '../spread';
import type { Tools } from './part';

/** How long the slowest task takes, and where nothing else is said every task; s. */
export const TASK_S = 20;

/** How long a way takes for a number of items. */
export interface TimeFigure {
	way: WayName;
	items: number;
	/** Whether the tasks end one after the other, evenly over the second half of the time. */
	isSpread: boolean;
	seconds: Spread;
	/** Not measured but calculated from this many items. */
	calculatedFrom?: number;
}

interface Cell extends Pick<TimeFigure, 'way' | 'items'> {
	how: Way;
	runs: number;
	isSpread?: boolean;
}

const ITEMS = [1, 5, 20];
const MANY = 20;
/** The built-in node goes item by item, so a few of them tell all. */
const FEW = 3;

/**
 * Three lanes in the same n8n, about as long as each other; in each, one run follows the other. Side
 * by side they save minutes and hardly disturb each other: nearly all of this time is waiting.
 */
export async function measureTime({ tarball, runs, full, say }: Tools): Promise<TimeFigure[]> {
	const stage = await setStage(await tarball(), lives());
	const { apis } = stage;
	const batches = { way: 'ours', how: ours(apis.hailuo), runs } as const;
	const singleReads = { way: 'oursSingleReads', how: ours(apis.singleReads), runs } as const;
	const byLoop = { way: 'loop', how: loop(apis), runs } as const;
	const inTurns = { way: 'builtIn', how: builtIn(apis) } as const;
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
		for (const { how } of [batches, singleReads, byLoop, inTurns]) await stage.run(how, ['Warm']);
		const figures = (
			await Promise.all(lanes.map(async (lane) => await measureLane(stage, lane, say)))
		).flat();
		return full ? figures : [...figures, ...[5, MANY].map((items) => calculated(figures, items))];
	} finally {
		await stage.close();
	}
}

async function measureLane(stage: Stage, lane: readonly Cell[], say: Tools['say']) {
	const figures: TimeFigure[] = [];
	for (const { way, how, items, runs, isSpread = false } of lane) {
		const seconds: number[] = [];
		for (let run = 1; run <= runs; run += 1) {
			say(`${way}, ${items} items, run ${run} of ${runs}`);
			seconds.push(secondsOf(await stage.run(how, isSpread ? SPREAD : SAME.slice(0, items))));
		}
		figures.push({ way, items, isSpread, seconds: spreadOf(seconds) });
	}
	return figures;
}

const SAME = Array.from({ length: MANY }, () => 'A paper boat');
const SPREAD = Array.from({ length: MANY }, (_, index) => `A kite, number ${index}.`);

function lives(): Record<string, TaskLife> {
	const spread = SPREAD.map((prompt, index) => {
		const durationMs = (TASK_S * 1000 * (MANY + index + 1)) / (2 * MANY);
		return [prompt, { durationMs }];
	});
	return { paper: { durationMs: TASK_S * 1000 }, ...Object.fromEntries(spread) };
}

function calculated(measured: readonly TimeFigure[], items: number): TimeFigure {
	const { seconds } = measured.find((few) => few.way === 'builtIn' && few.items === FEW)!;
	const calculatedSeconds = spreadOf([(items * seconds.median) / FEW]);
	return {
		way: 'builtIn',
		items,
		isSpread: false,
		seconds: calculatedSeconds,
		calculatedFrom: FEW,
	};
}
