import type { N8nClient } from './client';
import type { Execution } from './execution';
import { workflow, type NodeOptions, type WorkflowJson } from './workflow';

/** The name of the trigger in a `watchWorkflow`. */
export const TRIGGER = 'Hailuo Trigger';

/** Poll times with this interval, s: n8n refuses intervals below a minute, but accepts several times per minute. */
export const everySeconds = (seconds: number) => ({
	item: Array.from({ length: 60 / seconds }, (_, i) => ({
		mode: 'custom',
		cronExpression: `${i * seconds} * * * * *`,
	})),
});

/**
 * A workflow that starts with the Hailuo Trigger. It polls every two seconds by default. With task IDs,
 * Watch is Task IDs if it is not given.
 *
 * A poll that reads many tasks needs longer intervals: if two polls overlap, n8n releases the first
 * one's expressions at the end of the second, and its further reads fail.
 */
export function watchWorkflow(
	parameters: NodeOptions['parameters'],
	credentials: NodeOptions['credentials'],
): WorkflowJson {
	return workflow('Hailuo Trigger')
		.node(TRIGGER, 'n8n-nodes-hailuo.hailuoTrigger', {
			parameters: {
				pollTimes: everySeconds(2),
				...(parameters && 'taskIds' in parameters && { watch: 'taskIds' }),
				...parameters,
			},
			credentials,
		})
		.node('Next', 'n8n-nodes-base.noOp')
		.build();
}

/** IDs of the tasks that the trigger emitted in an execution. */
export function emittedTaskIds(execution: Execution): string[] {
	return execution.items(TRIGGER).map(({ json }) => String(json.taskId));
}

/** IDs of the tasks that a trigger has emitted (repeated if emitted repeatedly), once there are at least this many. */
export async function waitForEmittedTasks(
	n8n: N8nClient,
	workflowId: string,
	count: number,
): Promise<string[]> {
	for (let executions = 1; ; ) {
		const all = await n8n.waitForExecutions(workflowId, executions);
		const tasks = all.flatMap(emittedTaskIds);
		if (tasks.length >= count) return tasks;
		executions = all.length + 1;
	}
}
