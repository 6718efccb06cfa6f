import type { Execution } from './execution';
import { workflow, type NodeOptions, type WorkflowJson } from './workflow';

/** The name of the trigger in `watching` workflows. */
export const TRIGGER = 'Hailuo Trigger';

/** Every five seconds: n8n refuses less than a minute, but not twelve times a minute. */
export const everyFiveSeconds = {
	item: Array.from({ length: 12 }, (_, i) => ({
		mode: 'custom',
		cronExpression: `${i * 5} * * * * *`,
	})),
};

/** A workflow that begins with our trigger, polling every five seconds. */
export function watching(
	parameters: NodeOptions['parameters'],
	credentials: NodeOptions['credentials'],
): WorkflowJson {
	return workflow('Hailuo Trigger')
		.node(TRIGGER, 'n8n-nodes-hailuo.hailuoTrigger', {
			parameters: { pollTimes: everyFiveSeconds, ...parameters },
			credentials,
		})
		.node('Next', 'n8n-nodes-base.noOp')
		.build();
}

/** The tasks that an execution got from the trigger. */
export function tasksGiven(execution: Execution): string[] {
	return execution.items(TRIGGER).map(({ json }) => String(json.taskId));
}
