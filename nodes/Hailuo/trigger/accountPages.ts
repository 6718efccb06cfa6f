import type { ListedTask, TaskPage } from '../domain/taskList';
import type { TriggerState } from './state';

/**
 * A walk through the account's list, newest tasks first, that ends at the first page without
 * anything new: n new tasks cost ⌈n / page⌉ + 1 reads at most. Pages move while they are read, but
 * only downwards, since new tasks come in on top: tasks are then seen twice, never missed.
 */
export class TaskListPager {
	/** The tasks on the pages read. */
	readonly seen = new Map<string, ListedTask>();
	/** The page to read next; undefined at the walk's end. */
	nextPage: number | undefined = 1;

	private readonly watermarkS: number;
	private readonly unreadFrom: number | undefined;
	private goesToTheEnd = false;
	/** A host may give shorter pages than it was asked for. */
	private pageSize = 0;

	constructor(private readonly state: TriggerState) {
		this.watermarkS = state.account?.watermarkS ?? 0;
		this.unreadFrom = state.account?.resumePage;
	}

	/** The page from which a later poll has to read on; undefined where nothing is left. */
	get resumePage(): number | undefined {
		return this.nextPage === 1 ? this.unreadFrom : this.nextPage;
	}

	/** Takes in the page that `next` named. */
	addPage({ tasks, entries, total }: TaskPage): void {
		const page = this.nextPage ?? 1;
		const bringsNew = tasks.some((task) => !this.isKnown(task));
		for (const task of tasks) this.seen.set(task.taskId, task);

		this.pageSize = Math.max(this.pageSize, entries);
		const isLast = entries === 0 || (total !== undefined && page * this.pageSize >= total);
		const reachesOld = tasks.some(({ createdS }) => createdS < this.watermarkS);
		if (isLast || reachesOld) this.nextPage = undefined;
		else if (bringsNew || this.goesToTheEnd) this.nextPage = page + 1;
		else if (this.unreadFrom === undefined) this.nextPage = undefined;
		else {
			// What was left unread can only have moved to later pages.
			this.goesToTheEnd = true;
			this.nextPage = Math.max(page + 1, this.unreadFrom);
		}
	}

	private isKnown({ taskId, createdS }: ListedTask): boolean {
		const { processed, account } = this.state;
		const isOpen = account?.pending?.has(taskId) ?? false;
		return createdS < this.watermarkS || processed.has(taskId) || isOpen || this.seen.has(taskId);
	}
}
