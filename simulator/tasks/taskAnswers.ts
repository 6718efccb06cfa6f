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
	const { life, request } = task;
	return {
		...(withCreated && { created: createdS(task) }),
		...idPart(task),
		model: request.model,
		object: 'video.generation.task',
		progress,
		status: status === 'processing' ? (life.unknownStatus ?? status) : status,
		...(status === 'completed' && linkPart(task, mediaUrl)),
		...(status === 'failed' && failurePart(task)),
		...(life.estimatedTimeS !== null && {
			task_info: {
				can_cancel: status === 'pending',
				estimated_time: life.estimatedTimeS,
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

function idPart({ id, life }: Task) {
	switch (life.idIn) {
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
	switch (task.life.results) {
		case 'results':
			return { results: [url] };
		case 'resultData':
			return { result_data: [{ video_url: url }] };
		case 'none':
			return {};
	}
}

function failurePart({ life: { outcome, failureShape } }: Task) {
	if (failureShape === 'absent') return {};
	if (failureShape === 'null' || typeof outcome === 'string') return { error: null };
	return { error: { ...outcome, type: 'task_error' } };
}

/** An entry of the task list: without the URL, but with whether there is one. */
export function listedTask(task: Task, { status, progress }: TaskState) {
	return {
		id: task.life.idIn === 'number' ? Number(task.id) : task.id,
		status: status === 'pending' ? 'processing' : status,
		model: task.request.model,
		type: 'video',
		progress,
		created_at: createdS(task),
		has_results: status === 'completed' && task.life.results !== 'none',
		has_error: status === 'failed',
		credits_used: status === 'completed' ? task.creditsReserved : 0,
	};
}
