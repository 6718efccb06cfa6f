import type { FunctionsBase, IExecuteFunctions } from 'n8n-workflow';

/**
 * Whether an AI agent calls the node. n8n gives the tool its own type name. `isToolExecution` is false
 * there, since current agents run a tool like any other node.
 */
export function isTool(context: Pick<FunctionsBase, 'getNode'>): boolean {
	return context.getNode().type.endsWith('Tool');
}

/**
 * Whether a failed item becomes an error item. For an agent it does unless On Error is Stop Workflow, so
 * that the model receives the error: an exception ends the whole execution on n8n up to 2.20, and is not
 * passed to agents of version 2.
 */
export function shouldContinueOnFail(
	context: Pick<IExecuteFunctions, 'getNode' | 'continueOnFail'>,
): boolean {
	const isHandledByAgent = isTool(context) && context.getNode().onError !== 'stopWorkflow';
	return isHandledByAgent || context.continueOnFail();
}
