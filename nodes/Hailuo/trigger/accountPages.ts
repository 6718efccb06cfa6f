import type { ListedTask, TaskPage } from '../domain/taskList';
import type { TriggerState } from './state';

/**
 * A walk through the account's list, newest tasks first, that ends at the first page without
 * anything new: n new tasks cost ⌈n / page⌉ + 1 reads at most. Pages move while they are read, but
 * only downwards, since new tasks come in on top: tasks are then seen twice, never missed.
 */
export class Walk {
	/** The tasks on the pages read. */
	readonly seen = new Map<string, ListedTask>();
	/** The page to read next; undefined at the walk's end. */
	next: number | undefined = 1;

	private readonly sinceS: number;
	private readonly behindPage: number | undefined;
	private goesToTheEnd = false;
	/** A host may give shorter pages than it was asked for. */
	private pageSize = 0;

	constructor(private readonly state: TriggerState) {
		this.sinceS = state.account?.sinceS ?? 0;
		this.behindPage = state.account?.behindPage;
	}

	/** The page from which a later poll has to read on; undefined where nothing is left. */
	get resumeAt(): number | undefined {
		return this.next === 1 ? this.behindPage : this.next;
	}

	/** Takes in the page that `next` named. */
	take({ tasks, entries, total }: TaskPage): void {
		const page = this.next ?? 1;
		const bringsNew = tasks.some((task) => !this.isKnown(task));
		for (const task of tasks) this.seen.set(task.taskId, task);

		this.pageSize = Math.max(this.pageSize, entries);
		const isLast = entries === 0 || (total !== undefined && page * this.pageSize >= total);
		const reachesOld = tasks.some(({ createdS }) => createdS < this.sinceS);
		if (isLast || reachesOld) this.next = undefined;
		else if (bringsNew || this.goesToTheEnd) this.next = page + 1;
		else if (this.behindPage === undefined) this.next = undefined;
		else {
			// What was left unread can only have moved to later pages.
			this.goesToTheEnd = true;
			this.next = Math.max(page + 1, this.behindPage);
		}
	}

	private isKnown({ taskId, createdS }: ListedTask): boolean {
		const { settled, account } = this.state;
		const isOpen = account?.open?.has(taskId) ?? false;
		return createdS < this.sinceS || settled.has(taskId) || isOpen || this.seen.has(taskId);
	}
}
