import { runNode, type NodeResult } from '../../../tools/engine/engine';
import { startSimulator, type Simulator } from '../../../simulator';
import { KEY } from '../item';
import { ITEMS, type FaultPlan } from '../plan';
import { unreturnedTasks, violations } from '../violations';
import { addFaults, createRun, TASK } from './create';
import { endOfItem, recordOf, type ItemEnd } from './output';

/** Only what holds at any speed is checked. */
const CLOCK_SPEED = 600;

/** Runs a plan with its own simulator; returns the violations of what must hold in every run. */
export async function runPlan(plan: FaultPlan): Promise<string[]> {
	const api = await startSimulator({
		keys: [KEY],
		task: TASK,
		honorIdempotency: plan.honorsKey,
		withTaskBatch: false,
		withTaskList: plan.list !== 'absent',
	});
	try {
		for (const { item, row } of plan.faults) addFaults(api, row, item);
		if (plan.list === 'broken') api.fault({ on: 'list', times: 'always', then: { status: 500 } });
		const run = planRun(plan, api);
		changeLater(plan, run, api);
		const result = await runNode(run);
		// A create that was cancelled may still arrive.
		await api.waitForIdle();
		return issuesIn(plan, api, result);
	} finally {
		await api.close();
	}
}

function issuesIn(plan: FaultPlan, api: Simulator, result: NodeResult): string[] {
	const ends = [...Array(ITEMS).keys()].map(
		(index): ItemEnd => (result.error ? { is: 'something else' } : endOfItem(index, result)),
	);
	const record = recordOf(api, result, ends, {
		isRetried: plan.tries > 1,
		honorsKey: plan.honorsKey,
	});
	// The list is not read while the API makes the reads of the account wait.
	const isLimited = plan.faults.some(
		({ row: { affectsAllItems, where, faults = [] } }) =>
			affectsAllItems ||
			(where === 'read' &&
				faults.some(({ status, headers }) => status === 429 || headers?.['retry-after'])),
	);
	const isListed = plan.list === 'there' && !isLimited;
	const candidates = record.indeterminate.flatMap(({ possibleTaskIds }) => possibleTaskIds);
	const missing = unreturnedTasks(record.records).filter((id) => !candidates.includes(id));
	return [
		...violations(record),
		...(isListed ? missing.map((id) => `nothing names ${id}, which the account shows`) : []),
		...(plan.onError !== 'stopWorkflow' && result.error
			? [`an error ended the run that was to go on: ${result.error.message}`]
			: []),
	];
}

const PROMPTS: Record<FaultPlan['prompts'], string> = {
	constant: '={{ $json.prompt }}',
	changing: '={{ $json.prompt }} {{ Math.random() }}',
	'empty later': '={{ $json.isLater ? "" : $json.prompt }}',
	'failing later': '={{ $json.isLater ? $("Nowhere").first().json.prompt : $json.prompt }}',
	'without its image later': '={{ $json.prompt }}',
};

function planRun(plan: FaultPlan, api: Simulator) {
	const run = createRun(api, {
		items: ITEMS,
		prompt: PROMPTS[plan.prompts],
		hasImages: plan.prompts === 'without its image later',
		timeoutMinutes: (index) =>
			plan.faults.find(
				({ item, row }) => row.timeoutMinutes && (item === index || row.affectsAllItems),
			)?.row.timeoutMinutes,
	});
	return {
		...run,
		credential: () => ({ idempotentCreate: plan.honorsKey ? 'yes' : 'no' }),
		clockSpeed: CLOCK_SPEED,
		node: {
			onError: plan.onError,
			...(plan.tries > 1 && { retryOnFail: true, maxTries: plan.tries, waitBetweenTries: 1 }),
		},
	};
}

/**
 * Changes the results of the expressions once the last create of the first try has arrived, or the
 * first create with a fault. By then the first try has evaluated all of them.
 */
function changeLater(
	{ faults }: FaultPlan,
	{ items, files }: ReturnType<typeof createRun>,
	api: Simulator,
): void {
	const hasCreateFault = faults.some(({ row }) => row.where === 'create');
	void api.waitForRequest('create', hasCreateFault ? 1 : ITEMS).then(() => {
		for (const item of items) item.isLater = true;
		for (const file of files) delete (file as { data?: unknown })?.data;
	});
}
