import type { FunctionsBase, IExecuteFunctions } from 'n8n-workflow';

/**
 * True where an AI agent calls the node. n8n wraps the node into a type of another name for that.
 * The agent of today runs it like any node of the workflow, where `isToolExecution` says false.
 */
export function isTool(context: Pick<FunctionsBase, 'getNode'>): boolean {
	return context.getNode().type.endsWith('Tool');
}

/**
 * True where an item that went wrong becomes an error item and the others go on. For an agent it
 * always does, so that the model hears of it: a throw ends the whole execution on older n8n (still
 * on 2.20), and an agent of version 2 is told nothing of one.
 */
export function shouldContinueOnFail(
	context: Pick<IExecuteFunctions, 'getNode' | 'continueOnFail'>,
): boolean {
	const agentDecides = isTool(context) && context.getNode().onError !== 'stopWorkflow';
	return agentDecides || context.continueOnFail();
}
