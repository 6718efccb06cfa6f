import { randomUUID, createHash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import type { CreateBody } from '../domain/createRequest';

/** Names one item's request within one run of a node, over all tries of it. */
export function requestKey(itemIndex: number, body: CreateBody): string {
	return `${itemIndex}.${digest(body)}`;
}

/**
 * The `Idempotency-Key` of a create: the same whenever the same instance of n8n repeats the same
 * request of the same execution, even after a crash in which all memory is lost; different for
 * anything else. Execution IDs are counters, so that only the instance's own ID tells two apart.
 * A tool call of an MCP client has no execution ID: nothing repeats it, and its key is random.
 *
 * @param failedTasks how many tasks this request has had that failed: they must not be answered again
 * @returns 43 characters of the 16 to 96 that the API takes, of `[A-Za-z0-9._-]`
 */
export function idempotencyKey(
	context: IExecuteFunctions,
	runIndex: number,
	requestKey: string,
	failedTasks: number,
): string {
	return digest([
		context.getInstanceId(),
		context.getWorkflow().id,
		context.getExecutionId() || randomUUID(),
		context.getNode().id,
		runIndex,
		requestKey,
		failedTasks,
	]);
}

/** A value as 43 characters of `[A-Za-z0-9_-]` that do not tell it. */
export function digest(value: unknown): string {
	return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}
