import type { Execution } from './execution';
import { workflow, type NodeOptions, type WorkflowJson } from './workflow';

/** The name of the trigger in `watching` workflows. */
export const TRIGGER = 'Hailuo Trigger';

/** Poll times so many seconds apart: n8n refuses less than a minute, but not many times a minute. */
export const everySeconds = (seconds: number) => ({
	item: Array.from({ length: 60 / seconds }, (_, i) => ({
		mode: 'custom',
		cronExpression: `${i * seconds} * * * * *`,
	})),
});

/**
 * A workflow that begins with our trigger, polling every two seconds unless `pollTimes` says otherwise.
 *
 * A poll that reads many tasks needs longer intervals: where two polls overlap, n8n lets go of the
 * first one's expressions with the end of the second, and its further reads fail.
 */
export function watching(
	parameters: NodeOptions['parameters'],
	credentials: NodeOptions['credentials'],
): WorkflowJson {
	return workflow('Hailuo Trigger')
		.node(TRIGGER, 'n8n-nodes-hailuo.hailuoTrigger', {
			parameters: { pollTimes: everySeconds(2), ...parameters },
			credentials,
		})
		.node('Next', 'n8n-nodes-base.noOp')
		.build();
}

/** The tasks that an execution got from the trigger. */
export function tasksGiven(execution: Execution): string[] {
	return execution.items(TRIGGER).map(({ json }) => String(json.taskId));
}
