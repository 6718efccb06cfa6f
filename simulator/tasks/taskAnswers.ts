import { errorFields } from '../api/errors';
import type { ListPlan } from '../api/plans';
import type { Task } from './tasks';
import type { TaskState, TaskStatus } from './taskClock';
import { entryWithId, idAlone, withId } from './taskId';

/** The video URL of a task. */
export function videoUrl(mediaUrl: string, { id, token }: Task): string {
	return `${mediaUrl}/videos/${encodeURIComponent(id)}.mp4?token=${token}`;
}

/** The response body of a create. */
export function createdBody(task: Task, state: TaskState, mediaUrl: string): unknown {
	return withOtherId(task, idAlone(task.behavior.idIn, task.id)) ?? taskBody(task, state, mediaUrl);
}

/** The response body of a read. */
export function taskBody(task: Task, state: TaskState, mediaUrl: string): unknown {
	const body = withId(task.behavior.idIn, task.id, taskFields(task, state, mediaUrl));
	return withOtherId(task, body);
}

/** A task in a batch. */
export function taskInBatch(task: Task, state: TaskState, mediaUrl: string): unknown {
	return entryWithId(task.behavior.idIn, task.id, taskFields(task, state, mediaUrl));
}

/** The response body of a read of a task that does not exist, with some providers. */
export function noTaskBody(id: string): unknown {
	const error = { code: 'resource_not_found', message: 'Task not found', type: 'task_error' };
	return { id, object: OBJECT, progress: 0, status: 'failed', error };
}

const OBJECT = 'video.generation.task';

function taskFields(task: Task, { status, progress }: TaskState, mediaUrl: string) {
	const { behavior, request } = task;
	return {
		created: Math.floor(task.createdAtMs / 1000),
		model: request.model,
		object: OBJECT,
		progress,
		status: behavior.statusWords[status] ?? status,
		...(status === 'completed' && linkPart(task, mediaUrl)),
		...(status === 'failed' && failurePart(task)),
		...(behavior.estimatedTimeS !== null && {
			task_info: {
				can_cancel: status === 'pending',
				estimated_time: behavior.estimatedTimeS,
				video_duration: request.duration,
			},
		}),
		type: 'video',
		usage: {
			billing_rule: 'per_call',
			credits_reserved: task.creditsReserved,
			user_group: 'default',
		},
	};
}

function withOtherId({ behavior: { otherId } }: Task, body: unknown): unknown {
	return otherId === undefined || body === undefined ? body : { id: otherId, ...(body as object) };
}

function linkPart(task: Task, mediaUrl: string) {
	const url = videoUrl(mediaUrl, task);
	switch (task.behavior.results) {
		case 'results':
			return { results: [url] };
		case 'resultData':
			return { result_data: [{ video_url: url }] };
		case 'none':
			return {};
	}
}

function failurePart({ behavior: { outcome, failureShape } }: Task) {
	if (failureShape === 'absent') return {};
	if (failureShape === 'null' || typeof outcome === 'string') return { error: null };
	return errorFields(failureShape, { ...outcome, status: 422, type: 'task_error' });
}

/** The status by which the list is filtered: pending tasks count as processing. */
export function statusInList(status: TaskStatus): TaskStatus {
	return status === 'pending' ? 'processing' : status;
}

/** An entry of the task list: without the URL, but with whether there is one. */
export function listedTask(task: Task, { status, progress }: TaskState, plan: ListPlan): object {
	const { behavior, request } = task;
	const listed = statusInList(status);
	return entryWithId(behavior.idIn, task.id, {
		status: behavior.statusWords[listed] ?? listed,
		model: plan.model === 'lowerCase' ? request.model.toLowerCase() : request.model,
		type: 'video',
		progress,
		created_at: Math.floor(task.createdAtMs / 1000),
		has_results: status === 'completed' && behavior.results !== 'none',
		has_error: status === 'failed',
		credits_used: status === 'completed' ? task.creditsReserved : 0,
	});
}
