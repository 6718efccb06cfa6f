import { isOfModel } from '../domain/modelOptions';
import { isFinal, type KnownTask, type Task } from '../domain/task';
import type { ListedTask } from '../domain/taskList';
import type { ItemFailure } from '../execution/itemResult';
import { err, ok, type Result } from '../utils/result';
import { matches } from './judgeTask';
import type { Watch } from './poll';
import { mostActionable, toFailure } from './pollErrors';
import type { PollRequests } from './pollRequests';

/** Maximum number of pages searched for the newest finished video. */
const MAX_PAGES = 5;
/** More than one video, since the newest may have been deleted; and so many whose status in the list is unknown. */
const MAX_READS = 3;

/**
 * The items of "Fetch Test Event": the watched tasks that have finished, or the newest finished video
 * of the account; an error if there is none. No state is saved.
 */
export async function fetchTestEvent(
	watch: Watch,
	requests: PollRequests,
): Promise<Result<Task[], ItemFailure>> {
	const isWanted = (task: KnownTask) => isFinal(task) && matches(watch.event, task);
	const tasks: Listed[] =
		'ids' in watch
			? watch.ids.map((taskId) => ({ taskId }))
			: await listNewest(watch.model, requests);
	const toRead =
		'ids' in watch
			? tasks
			: [
					...tasks.filter(isWanted).slice(0, MAX_READS),
					...tasks.filter(({ isStatusUnknown }) => isStatusUnknown).slice(0, MAX_READS),
				];
	const results = await requests.read(toRead);
	const read = toRead.flatMap(({ taskId }) => {
		const result = results.get(taskId);
		return result?.ok ? [result.value] : [];
	});
	const items = read.filter(isWanted);
	if (items.length > 0) return ok('ids' in watch ? items : items.slice(0, 1));

	const error = mostActionable(requests.errors);
	if (error !== undefined) return err(toFailure(error));
	const [example] = [...read, ...tasks];
	return err({
		message: `No ${watch.event} video yet${example ? `. ${describe(example)}` : ''}`,
		suggestion: 'Fetch again later, or publish the workflow: it then starts when a video finishes.',
	});
}

type Listed = KnownTask & Pick<ListedTask, 'isStatusUnknown'>;

async function listNewest(model: string | undefined, requests: PollRequests): Promise<Listed[]> {
	const { pages } = await requests.list((_, number) => number === MAX_PAGES);
	return pages
		.flatMap(({ tasks }) => tasks)
		.filter((task) => isOfModel(task.model, model))
		.map(({ taskId, status, isStatusUnknown }) => ({ taskId, status, isStatusUnknown }));
}

function describe({ taskId, status = 'processing', progress }: KnownTask): string {
	return `${taskId} is ${status}${progress === undefined ? '' : ` (${progress} %)`}`;
}
