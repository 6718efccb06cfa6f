import { randomUUID, createHash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

/** Identifies one create among all creates of an n8n instance. */
export interface CreateIdentity {
	/** The first of the executions that retry each other; empty if n8n provides none. */
	executionId: string;
	runIndex: number;
	itemIndex: number;
	/** Digest of the request. */
	digest: string;
	/** Number of failed tasks of this request, so that they are not returned again. */
	failedTasks: number;
}

/**
 * The `Idempotency-Key` of a create. It is the same whenever the same n8n instance repeats the same
 * request of the same execution, even after a crash that loses all memory, and different for anything
 * else. Execution IDs are counters, so the instance ID is needed to distinguish two instances; an imported
 * workflow can contain a node ID twice, so the node's name is needed as well. A tool call of an MCP client
 * has no execution ID; it is never repeated, so its key is random.
 *
 * @returns 43 characters; the API accepts 16 to 96 of `[A-Za-z0-9._-]`
 */
export function idempotencyKey(
	context: Pick<IExecuteFunctions, 'getInstanceId' | 'getWorkflow' | 'getNode'>,
	{ executionId, ...create }: CreateIdentity,
): string {
	const { id, name } = context.getNode();
	return digest([
		context.getInstanceId(),
		context.getWorkflow().id,
		executionId || randomUUID(),
		[id, name],
		create,
	]);
}

/** A one-way hash of a value: 43 characters of `[A-Za-z0-9_-]`. */
export function digest(value: unknown): string {
	return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}
