import type { Task } from './tasks';
import type { TaskFailure, TaskState, TaskStatus } from './taskClock';

/** The video URL of a task. */
export function videoUrl(mediaUrl: string, { id, token }: Task): string {
	return `${mediaUrl}/videos/${encodeURIComponent(id)}.mp4?token=${token}`;
}

/** A task in the response to its create, to a read and to a batch. */
export function taskBody(task: Task, { status, progress }: TaskState, mediaUrl: string): object {
	const { behavior, request } = task;
	return {
		id: jsonId(task.id),
		created: Math.floor(task.createdAtMs / 1000),
		model: request.model,
		object: 'video.generation.task',
		progress,
		status,
		...(status === 'completed' && { results: [videoUrl(mediaUrl, task)] }),
		...(status === 'failed' && {
			error: { type: 'task_error', ...(behavior.outcome as TaskFailure) },
		}),
		task_info: {
			can_cancel: status === 'pending',
			estimated_time: behavior.estimatedTimeS,
			video_duration: request.duration,
		},
		type: 'video',
		usage: {
			billing_rule: 'per_call',
			credits_reserved: task.creditsReserved,
			user_group: 'default',
		},
	};
}

/** The ID as a JSON value: a number if it consists of digits. */
const jsonId = (id: string): string | bigint => (/^\d+$/.test(id) ? BigInt(id) : id);

/** The status by which the list is filtered: pending tasks count as processing. */
export function statusInList(status: TaskStatus): TaskStatus {
	return status === 'pending' ? 'processing' : status;
}

/** An entry of the task list: without the URL, but with whether there is one. */
export function listedTask(task: Task, { status, progress }: TaskState): object {
	return {
		id: jsonId(task.id),
		status: statusInList(status),
		model: task.request.model,
		type: 'video',
		progress,
		created_at: Math.floor(task.createdAtMs / 1000),
		has_results: status === 'completed',
		has_error: status === 'failed',
		credits_used: status === 'completed' ? task.creditsReserved : 0,
	};
}
