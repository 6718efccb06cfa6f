import type { IContextObject, IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';

import { create } from '../../../nodes/Hailuo/actions/create.operation';
import { executeItems } from '../../../nodes/Hailuo/execution/executeItems';
import { systemClock } from '../../../nodes/Hailuo/execution/systemClock';
import { VirtualClock } from '../../../tools/simulation/virtualClock';
import type { VirtualProvider } from './virtualProvider';

/** One execution of a workflow with a Create node. */
export interface Execution {
	id: string;
	/** What n8n saves of the node, and passes to the editor's Retry. */
	nodeContext: IContextObject;
	/** The lines that the node has logged. */
	log: string[];
}

/** One run of the node, or one call by an agent. */
export interface NodeCall {
	/** The prompt of each item. */
	prompts: readonly string[];
	node?: Partial<INode>;
	/** Further parameters. */
	parameters?: Record<string, unknown>;
}

/** The output of a run, or the text of the error that it threw. */
export type Outcome = { items: INodeExecutionData[] } | { error: string };

const PARAMETERS = {
	model: 'MiniMax-Hailuo-02',
	mode: 'textToVideo',
	quality: '768p',
	duration: 6,
	downloadVideo: false,
};

/**
 * n8n as far as a run of Create sees it, without its engine and in virtual time, so that a thousand
 * executions take seconds: `test/e2e` shows that n8n does the same.
 */
export class VirtualN8n {
	private readonly clock = new VirtualClock(undefined, Date.now());
	private executions = 0;

	constructor(private readonly provider: VirtualProvider) {
		jest.spyOn(systemClock, 'now').mockImplementation(() => this.clock.now());
		jest
			.spyOn(systemClock, 'sleep')
			.mockImplementation(async (ms, signal) => await this.clock.sleep(ms, signal));
	}

	/** @param retried the saved execution that the editor's Retry starts from */
	start(retried?: Execution): Execution {
		this.executions += 1;
		const saved = JSON.stringify(retried?.nodeContext ?? {});
		return {
			id: String(this.executions),
			nodeContext: JSON.parse(saved) as IContextObject,
			log: [],
		};
	}

	/** Runs the node, with Retry On Fail up to `maxTries` times. */
	async run(execution: Execution, call: NodeCall): Promise<Outcome> {
		const { retryOnFail, maxTries = 1 } = call.node ?? {};
		for (let tries = 1; ; tries += 1) {
			const outcome = await this.clock.run(this.try(execution, call));
			const mayRetry = 'error' in outcome || outcome.items[0]?.json.error !== undefined;
			if (!retryOnFail || !mayRetry || tries === maxTries) return outcome;
		}
	}

	/** Calls the tool as an agent does: several at once, or one after the other. */
	async call(execution: Execution, calls: readonly NodeCall[], isParallel: boolean) {
		if (isParallel) {
			const running = calls.map(async (call) => await this.try(execution, call));
			return await this.clock.run(Promise.all(running));
		}
		const outcomes: Outcome[] = [];
		for (const call of calls) outcomes.push(await this.clock.run(this.try(execution, call)));
		return outcomes;
	}

	private async try(execution: Execution, call: NodeCall): Promise<Outcome> {
		try {
			const [items] = await executeItems(this.contextOf(execution, call), create);
			return { items };
		} catch (error) {
			const { message, description } = error as Error & { description?: string };
			return { error: `${message}. ${description ?? ''}` };
		}
	}

	private contextOf(
		{ id, nodeContext, log }: Execution,
		{ prompts, node, parameters }: NodeCall,
	): IExecuteFunctions {
		const values = { ...PARAMETERS, ...parameters } as Record<string, unknown>;
		const write = (line: string) => void log.push(line);
		const context = {
			getNode: () => ({ id: 'node', name: 'Hailuo', type: 'hailuo', ...node }),
			getWorkflow: () => ({ id: 'workflow' }),
			getInstanceId: () => 'instance',
			getExecutionId: () => id,
			getExecutionCancelSignal: () => undefined,
			getContext: () => nodeContext,
			getWorkflowDataProxy: () => ({ $runIndex: 0 }),
			getInputData: () => prompts.map(() => ({ json: {} })),
			getNodeParameter: (name: string, itemIndex: number, fallback: unknown) =>
				name === 'prompt' ? prompts[itemIndex] : (values[name] ?? fallback),
			getCredentials: async () => await Promise.resolve(this.provider.credential),
			continueOnFail: () => (node?.onError ?? 'stopWorkflow') !== 'stopWorkflow',
			addExecutionHints: () => undefined,
			logger: { info: write, warn: write, error: write },
			helpers: {
				httpRequestWithAuthentication: async (_: string, request: never) =>
					await Promise.resolve(this.provider.respond(request)),
			},
		};
		return context as unknown as IExecuteFunctions;
	}
}
