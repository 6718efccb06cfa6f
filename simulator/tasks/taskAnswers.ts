import type { Task } from './tasks';
import type { TaskState } from './taskClock';

/** The video URL of a task. */
export function videoUrl(mediaUrl: string, { id, token }: Task): string {
	return `${mediaUrl}/videos/${id}.mp4?token=${token}`;
}

const createdS = ({ createdAtMs }: Task) => Math.floor(createdAtMs / 1000);

/** The response body of a create and a read. */
export function taskBody(
	task: Task,
	{ status, progress }: TaskState,
	mediaUrl: string,
	withCreated = true,
) {
	const { behavior, request } = task;
	return {
		...(withCreated && { created: createdS(task) }),
		...idPart(task),
		model: request.model,
		object: 'video.generation.task',
		progress,
		status: status === 'processing' ? (behavior.unknownStatus ?? status) : status,
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

function idPart({ id, behavior }: Task) {
	switch (behavior.idIn) {
		case 'id':
			return { id };
		case 'number':
			return { id: Number(id) };
		case 'task_id':
			return { task_id: id };
		case 'data.id':
			return { data: { id } };
	}
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
	return { error: { ...outcome, type: 'task_error' } };
}

/** An entry of the task list: without the URL, but with whether there is one. */
export function listedTask(task: Task, { status, progress }: TaskState) {
	return {
		id: task.behavior.idIn === 'number' ? Number(task.id) : task.id,
		status: status === 'pending' ? 'processing' : status,
		model: task.request.model,
		type: 'video',
		progress,
		created_at: createdS(task),
		has_results: status === 'completed' && task.behavior.results !== 'none',
		has_error: status === 'failed',
		credits_used: status === 'completed' ? task.creditsReserved : 0,
	};
}
