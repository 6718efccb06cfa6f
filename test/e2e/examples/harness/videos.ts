import type { FaultRule, Simulator } from '../../../../simulator';

/** The file name of a task's video (`withoutPrompt`). */
export const fileOf = ({ id }: { id: string }) => `hailuo-${id}.mp4`;

/**
 * The name of a video file with "hailuo" instead of the prompt's first words, which a node only knows if
 * its input item has the prompt. The rest is the task ID.
 */
export function withoutPrompt(fileName: string): string {
	return fileName.replace(/[^/]*(?=-task-unified-)/, 'hailuo');
}

/** The tasks with this word in the prompt fail: the content is not allowed. */
export const fail = (api: Simulator, promptIncludes: string) =>
	api.plan({
		promptIncludes,
		outcome: { code: 'content_policy_violation', message: 'Not allowed.' },
	});

/** The tasks with this word in the prompt take longer than a timeout of a second or two, and then finish. */
export const takeLong = (api: Simulator, promptIncludes: string, durationMs: number) =>
	api.plan({ promptIncludes, durationMs, estimatedTimeS: 1 });

/** The responses to creates with this word in the prompt are lost. */
export function loseResponses(api: Simulator, promptIncludes: string): void {
	api.fault({ on: 'create', promptIncludes, times: 'always', then: { reset: 'afterAccepted' } });
}

/** The same at a provider without a task list, which the node would otherwise read again after 10 s. */
export function loseResponsesAndList(api: Simulator, promptIncludes: string): void {
	loseResponses(api, promptIncludes);
	api.fault({ on: 'list', times: 'always', then: { status: 404 } });
}

/** The videos of some tasks can no longer be downloaded, until the fault is removed. */
export const expireVideos = (
	api: Simulator,
	ofTasks: Pick<FaultRule, 'promptIncludes' | 'taskId'> = {},
) => api.fault({ on: 'download', ...ofTasks, times: 'always', then: { status: 410 } });
