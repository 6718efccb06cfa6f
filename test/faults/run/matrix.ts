import { limitConcurrency } from '../../../nodes/Hailuo/scheduling/limit';
import { loadPackage } from '../../../tools/engine/packageLoader';
import type { FaultCase } from '../case';
import { issuesIn } from '../checkCase';
import { runGetCreditsCase, runGetManyCase } from './runAccount';
import type { RunObservation } from './observation';
import { runCase } from './runNode';
import { runTriggerCase } from './runTrigger';
import { nameOf, SETTINGS, type Setting } from './setting';

/** Selects the settings in which a row is run. */
export type Choice = (row: FaultCase, settings: readonly Setting[]) => readonly Setting[];

/** The result of a row of the matrix over all settings. */
export interface RowResult {
	row: FaultCase;
	/** The run with one item and On Error = Stop, which shows the unchanged error. */
	shown: RunObservation;
	runs: number;
	/** Differences from the row; a row with issues is open. */
	issues: string[];
}

/** Number of parallel runs, without those that wait for a response that never comes. */
const AT_ONCE = 60;

/** Starts all rows in parallel, the slow ones first, by default in all settings. Each has its own promise of a result. */
export function startMatrix(
	rows: readonly FaultCase[],
	choose: Choice = (_, settings) => settings,
): Map<FaultCase, Promise<RowResult>> {
	const limit = limitConcurrency(AT_ONCE);
	// First, since loading blocks the event loop and would use up the time of a poll.
	const loading = loadPackage();
	const slowFirst = [...rows].sort((a, b) => Number(!a.isSlow) - Number(!b.isSlow));
	return new Map(
		slowFirst.map((row): [FaultCase, Promise<RowResult>] => {
			const runs = choose(row, settingsFor(row)).map(async (setting) => {
				const run = async () => ({ setting, observed: await runIn(row, setting) });
				await loading;
				return await (row.isSlow ? run() : limit(run));
			});
			const result = Promise.all(runs).then((observed) => rowResult(row, observed));
			// An error is reported when the result is awaited; until then Node must not treat it as unhandled.
			result.catch(() => undefined);
			return [row, result];
		}),
	);
}

/** A trigger has no On Error. */
function settingsFor({ where }: FaultCase): readonly Setting[] {
	return SETTINGS.filter(({ onError }) => where !== 'list' || onError === 'stopWorkflow');
}

async function runIn(row: FaultCase, setting: Setting): Promise<RunObservation> {
	switch (row.where) {
		case 'list':
			return await runTriggerCase(row, setting.items);
		case 'get many':
			return await runGetManyCase(row, setting);
		case 'get credits':
			return await runGetCreditsCase(row, setting);
		default:
			return await runCase(row, setting);
	}
}

function rowResult(
	row: FaultCase,
	runs: ReadonlyArray<{ setting: Setting; observed: RunObservation }>,
): RowResult {
	return {
		row,
		shown: runs[0].observed,
		runs: runs.length,
		issues: runs.flatMap(({ setting, observed }) =>
			issuesIn(row, setting, observed).map((each) => `${nameOf(setting)}: ${each}`),
		),
	};
}
