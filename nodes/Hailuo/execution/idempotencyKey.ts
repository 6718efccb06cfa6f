import { randomUUID, createHash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import type { CreateBody } from '../domain/createBody';

/** Identifies one item's request within one run of a node; the same for all tries. */
export function requestKey(itemIndex: number, body: CreateBody): string {
	return `${itemIndex}.${digest(body)}`;
}

/**
 * The `Idempotency-Key` of a create. It is the same whenever the same n8n instance repeats the same
 * request of the same execution, even after a crash that loses all memory, and different for anything
 * else. Execution IDs are counters, so the instance ID is needed to distinguish two instances. A tool
 * call of an MCP client has no execution ID; it is never repeated, so its key is random.
 *
 * @param failedTasks number of failed tasks of this request, so that they are not returned again
 * @returns 43 characters; the API accepts 16 to 96 of `[A-Za-z0-9._-]`
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

/** A one-way hash of a value: 43 characters of `[A-Za-z0-9_-]`. */
export function digest(value: unknown): string {
	return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}
