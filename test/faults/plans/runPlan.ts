import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { inItem } from '../../../tools/engine/binaryStore';
import { runNode, type NodeResult, type NodeRun } from '../../../tools/engine/engine';
import { startSimulator, type RecordedRequest, type Simulator } from '../../../simulator';
import { outcomeOf, returnedId, itemOf } from '../createOutcome';
import { promptOf } from '../item';
import { computeLedger, indeterminateItems, type Ledger } from '../ledger';
import {
	ledgerInputOf,
	endOfItem,
	KEY,
	TASK_BEHAVIOR,
	TIMEOUT_MINUTES,
	visibleTextsIn,
	type ItemEnd,
} from '../run/itemEnd';
import { planFault } from '../run/planFault';
import { imageOf } from '../run/runNode';
import { itemsReportedIndeterminate } from '../visibleText';
import { ITEMS, rowsAt, type FaultPlan } from './plan';

/** The result of a plan's run. */
export interface PlanObservation {
	ledger: Ledger;
	/** The result of each item; unknown for a run that ended with an error. */
	ends: readonly ItemEnd[];
	/** The error that ended the run, if any. */
	error?: { message: string; description: string };
	/** Indexes of the items whose create is indeterminate, and of those reported as such. */
	indeterminate: readonly number[];
	reported: readonly number[];
	/** Tasks whose ID no response contained, and whether a visible text names them. */
	unreturned: ReadonlyArray<{ id: string; isNamed: boolean }>;
	/** Number of creates of each item, by its index. */
	creates: readonly number[];
}

/** Runs a plan with its own simulator. */
export async function runPlan(plan: FaultPlan, clockSpeed: number): Promise<PlanObservation> {
	const api = await startSimulator({
		keys: [KEY],
		task: TASK_BEHAVIOR,
		honorIdempotency: plan.honorsKey,
		withTaskBatch: false,
		withTaskList: plan.list !== 'absent',
	});
	try {
		for (const { item, row } of plan.faults) planFault(api, row, item);
		if (plan.list === 'broken') api.fault({ on: 'list', times: 'always', then: { status: 500 } });
		const run = nodeRun(plan, api, clockSpeed);
		changeLater(plan, run, api);
		const result = await runNode(run);
		// A create that was cancelled may still arrive.
		await api.waitForIdle();
		return observe(plan, api, result);
	} finally {
		await api.close();
	}
}

const PROMPTS: Record<FaultPlan['prompts'], string> = {
	constant: '={{ $json.prompt }}',
	changing: '={{ $json.prompt }} {{ Math.random() }}',
	'empty later': '={{ $json.isLater ? "" : $json.prompt }}',
	'failing later': '={{ $json.isLater ? $("Nowhere").first().json.prompt : $json.prompt }}',
	'without its image later': '={{ $json.prompt }}',
};

const hasImages = ({ prompts }: FaultPlan) => prompts === 'without its image later';

type PlanRun = NodeRun & { items: IDataObject[]; files: Array<INodeExecutionData['binary']> };

function nodeRun(plan: FaultPlan, api: Simulator, clockSpeed: number): PlanRun {
	const indexes = [...Array(ITEMS).keys()];
	const timeoutOf = (index: number) =>
		rowsAt(plan, index).find(({ timeoutMinutes }) => timeoutMinutes)?.timeoutMinutes;
	const forAll = plan.faults.find(({ row }) => row.affectsAllItems)?.row.timeoutMinutes;
	return {
		baseUrl: api.baseUrl,
		filesBaseUrl: api.filesUrl,
		apiKey: KEY,
		credential: () => ({ idempotentCreate: plan.honorsKey ? 'yes' : 'no' }),
		clockSpeed,
		node: {
			onError: plan.onError,
			...(plan.tries > 1 && { retryOnFail: true, maxTries: plan.tries, waitBetweenTries: 1 }),
		},
		parameters: {
			resource: 'video',
			operation: 'create',
			waitForCompletion: true,
			prompt: PROMPTS[plan.prompts],
			options: { timeoutMinutes: '={{ $json.timeoutMinutes }}' },
			...(hasImages(plan) && { mode: 'imageToVideo', firstFrameSource: 'binary' }),
		},
		items: indexes.map((index) => ({
			prompt: promptOf(index),
			timeoutMinutes: timeoutOf(index) ?? forAll ?? TIMEOUT_MINUTES,
		})),
		files: indexes.map((index) => (hasImages(plan) ? { data: inItem(imageOf(index)) } : undefined)),
	};
}

/**
 * Changes the results of the expressions once the last create of the first try has arrived, or the
 * first create with a fault. By then the first try has evaluated all of them.
 */
function changeLater({ faults }: FaultPlan, { items, files }: PlanRun, api: Simulator): void {
	const hasCreateFault = faults.some(({ row }) => row.where === 'create');
	void api.waitForRequest('create', hasCreateFault ? 1 : ITEMS).then(() => {
		for (const item of items) item.isLater = true;
		for (const file of files) delete file?.data;
	});
}

function observe(plan: FaultPlan, api: Simulator, result: NodeResult): PlanObservation {
	const { error } = result;
	const indexes = [...Array(ITEMS).keys()];
	const ends = indexes.map(
		(index): ItemEnd => (error ? { is: 'something else' } : endOfItem(index, result)),
	);
	const ledgerInput = ledgerInputOf(api, result, ends, {
		isRetried: plan.tries > 1,
		honorsKey: plan.honorsKey,
	});
	const visibleTexts = visibleTextsIn(result);
	const creates = api.requestsTo('create');
	return {
		ledger: computeLedger(ledgerInput),
		ends,
		...(error && { error: { message: error.message, description: error.description ?? '' } }),
		indeterminate: [...indeterminateItems(ledgerInput)].sort(),
		reported: [...itemsReportedIndeterminate(visibleTexts, ITEMS)].sort(),
		unreturned: unreturnedTasks(creates).map((id) => ({
			id,
			isNamed: visibleTexts.some(({ text }) => text.includes(id)),
		})),
		creates: indexes.map((index) => creates.filter((each) => itemOf(each) === index).length),
	};
}

/** IDs of the tasks that no create returned. */
function unreturnedTasks(creates: readonly RecordedRequest[]): string[] {
	const returned = new Set(creates.filter((each) => outcomeOf(each) === 'created').map(returnedId));
	return creates.flatMap(({ taskId }) =>
		taskId === undefined || returned.has(taskId) ? [] : taskId,
	);
}
