import type { ExecutionStatus } from 'n8n-workflow';
import { waitFor } from '../waitFor';
import { decodeExecution, hasEnded, type Execution, type ExecutionAnswer } from './execution';
import type { Session } from './session';

/** The maximum page size of n8n's list. */
const PAGE = 100;
const LARGEST_ID = 2 ** 31 - 1;
/** Of many executions in a queue, on a busy machine. */
const MANY_TIMEOUT_MS = 400_000;

type ExecutionState = Pick<ExecutionAnswer, 'id' | 'status'>;

interface ExecutionPage {
	results: ExecutionState[];
	/** Cursor of the next page; null at the end. */
	nextCursor?: string | null;
}

interface RunOptions {
	/** Name of the trigger that starts it. */
	trigger?: string;
}

/** n8n 2.20 fails for an execution that has just started. */
function withoutDataYet(id: string, error: Error): ExecutionAnswer {
	if (!error.message.includes("reading 'resultData'")) throw error;
	return { id, status: 'new', startedAt: new Date().toISOString(), stoppedAt: null, data: '' };
}

/** n8n 1.123 can report an execution as successful before its results are saved. */
function isSaved({ status, runData }: Execution): boolean {
	return status !== 'success' || Object.keys(runData).length > 0;
}

export function executions({ call }: Session) {
	/** The execution as it is now. */
	const execution = async (id: string): Promise<Execution> =>
		decodeExecution(
			await call<ExecutionAnswer>('GET', `executions/${id}`).catch((error: Error) =>
				withoutDataYet(id, error),
			),
		);

	const stopExecution = async (id: string): Promise<void> => {
		await call('POST', `executions/${id}/stop`);
	};

	/** Waits until the execution has ended, or has a status; after the timeout, stops it and rejects. */
	const waitForEnd = async (id: string, orIs?: ExecutionStatus): Promise<Execution> => {
		const ask = async () => {
			const now = await execution(id);
			return now.status === orIs || (hasEnded(now.status) && isSaved(now)) ? now : undefined;
		};
		return await waitFor(`execution ${id}`, ask).catch(async (error: Error) => {
			await stopExecution(id).catch(() => undefined);
			throw error;
		});
	};

	/** Does what "Execute workflow" does and returns the execution's ID at once. */
	const startRun = async (
		workflowId: string,
		{ trigger = 'Manual Trigger' }: RunOptions = {},
	): Promise<string> => {
		// Before 2.20 n8n runs the workflow in the request, not the saved one.
		const workflowData = await call<object>('GET', `workflows/${workflowId}`);
		const body = { workflowData, triggerToStartFrom: { name: trigger } };
		type Answer = { executionId: string };
		return (await call<Answer>('POST', `workflows/${workflowId}/run`, body)).executionId;
	};

	/** From 2.41 on n8n pages by cursor, and refuses bounds. */
	let pagesByCursor = false;
	const page = async (filter: string, last?: ExecutionPage): Promise<ExecutionPage> => {
		const byCursor = last?.nextCursor ? `cursor=${last.nextCursor}` : '';
		// With both bounds n8n sorts by ID; otherwise in a way that pages overlap.
		const byId = `firstId=0&lastId=${last?.results.at(-1)?.id ?? LARGEST_ID}`;
		const path = `executions?filter=${filter}&limit=${PAGE}&${pagesByCursor ? byCursor : byId}`;
		return await call<ExecutionPage>('GET', path).catch(async (error: Error) => {
			if (pagesByCursor || !error.message.includes('Use cursor')) throw error;
			pagesByCursor = true;
			return await page(filter);
		});
	};

	/** The executions of a workflow with their current status, newest first. */
	const executionStates = async (workflowId: string): Promise<ExecutionState[]> => {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const all = new Map<string, ExecutionState>();
		for (let last: ExecutionPage | undefined, isLast = false; !isLast; ) {
			last = await page(filter, last);
			for (const { id, status } of last.results) all.set(id, { id, status });
			isLast = pagesByCursor ? !last.nextCursor : last.results.length < PAGE;
		}
		return [...all.values()].sort((a, b) => Number(b.id) - Number(a.id));
	};

	return {
		execution,
		stopExecution,
		waitForEnd,
		startRun,

		/** Waits until the execution is waiting in n8n's database, or has ended. */
		waitUntilWaiting: async (id: string): Promise<Execution> => await waitForEnd(id, 'waiting'),

		/** Runs a workflow and waits for its end; also resolves for a failed run, with its `error`. */
		async run(workflowId: string, options?: RunOptions): Promise<Execution> {
			return await waitForEnd(await startRun(workflowId, options));
		},

		/**
		 * "Retry with original workflow" of the executions list, or "with currently saved workflow";
		 * waits for the end of the new execution.
		 */
		async retry(id: string, workflow: 'original' | 'currently saved'): Promise<Execution> {
			const body = { loadWorkflow: workflow === 'currently saved' };
			const retried = await call<{ id: string }>('POST', `executions/${id}/retry`, body);
			// Older versions answer before its data is saved.
			return await waitForEnd(retried.id);
		},

		/** IDs of the executions of a workflow, newest first. */
		executionIds: async (workflowId: string): Promise<string[]> =>
			(await executionStates(workflowId)).map(({ id }) => id),

		/** Waits until a workflow has this many executions and all have ended; oldest first. */
		async waitForExecutions(workflowId: string, count: number): Promise<Execution[]> {
			const what = `${count} executions of workflow ${workflowId}`;
			const ask = async () => {
				const states = await executionStates(workflowId);
				const areAllEnded = states.every(({ status }) => hasEnded(status));
				return states.length >= count && areAllEnded ? states.reverse() : undefined;
			};
			// One at a time: hundreds in parallel would slow n8n down.
			const ended: Execution[] = [];
			for (const { id } of await waitFor(what, ask, MANY_TIMEOUT_MS))
				ended.push(await waitForEnd(id));
			return ended;
		},
	};
}
