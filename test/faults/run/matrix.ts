import { createLimit } from '../../../nodes/Hailuo/scheduling/limit';
import { loadPackage } from '../../../tools/engine/packageLoader';
import type { FaultCase } from '../case';
import { issuesIn } from '../judge';
import { addLedgers, type Ledger } from '../ledger';
import { runGetCreditsCase, runGetManyCase } from './runAccount';
import { runCase, type Seen } from './runNode';
import { runTriggerCase } from './runTrigger';
import { nameOf, SETTINGS, type Setting } from './setting';

/** Which of its settings a row is run in. */
export type Choice = (row: FaultCase, settings: readonly Setting[]) => readonly Setting[];

/** What a row of the matrix came to, over all settings. */
export interface RowResult {
	row: FaultCase;
	/** Of the run with one item and On Error = Stop, which shows the error as it is. */
	shown: Seen;
	ledger: Ledger;
	runs: number;
	/** What is not as it must be; an open case has some. */
	issues: string[];
}

/** So many runs wait side by side; those that wait for an answer in vain do not count. */
const AT_ONCE = 60;

/** Starts all rows side by side, the slow ones first; each has its result in its own time. Default: in all settings. */
export function startMatrix(
	rows: readonly FaultCase[],
	choose: Choice = (_, settings) => settings,
): Map<FaultCase, Promise<RowResult>> {
	const place = createLimit(AT_ONCE);
	// First of all, since it holds up everything, and would eat up what a poll waits for an answer.
	const loading = loadPackage();
	const slowFirst = [...rows].sort((a, b) => Number(!a.isSlow) - Number(!b.isSlow));
	return new Map(
		slowFirst.map((row): [FaultCase, Promise<RowResult>] => {
			const runs = choose(row, settingsFor(row)).map(async (setting) => {
				const run = async () => ({ setting, seen: await runIn(row, setting) });
				await loading;
				return await (row.isSlow ? run() : place(run));
			});
			const result = Promise.all(runs).then((seen) => rowResult(row, seen));
			// Whoever awaits it hears of an error; until then Node must not take it for forgotten.
			result.catch(() => undefined);
			return [row, result];
		}),
	);
}

/** A trigger has no On Error. */
function settingsFor({ where }: FaultCase): readonly Setting[] {
	return SETTINGS.filter(({ onError }) => where !== 'list' || onError === 'stopWorkflow');
}

async function runIn(row: FaultCase, setting: Setting): Promise<Seen> {
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
	runs: ReadonlyArray<{ setting: Setting; seen: Seen }>,
): RowResult {
	return {
		row,
		shown: runs[0].seen,
		ledger: addLedgers(runs.map(({ seen }) => seen.ledger)),
		runs: runs.length,
		issues: runs.flatMap(({ setting, seen }) =>
			issuesIn(row, setting, seen).map((each) => `${nameOf(setting)}: ${each}`),
		),
	};
}
