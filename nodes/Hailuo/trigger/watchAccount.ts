import {
	reduceAccount,
	hiddenTasks,
	initialAccount,
	tasksToRead,
	type AccountListing,
} from './reduceAccount';
import type { ListedTask } from '../domain/taskList';
import type { EventRules } from './evaluateTask';
import type { AccountState, TriggerState } from './state';
import type { PollSession } from './pollSession';
import type { PollError } from './pollErrors';
import { TaskListPager } from './accountPages';
import type { WatchResult } from './watchTaskIds';

/** Which account is watched, and which of its tasks. */
export interface AccountWatch {
	/** Names account and filter: another one begins anew, without history. */
	scope: string;
	/** Default: all models. */
	model?: string;
}

/** One poll of an account: list, read what has newly finished, decide. */
export async function pollAccount(
	watch: AccountWatch,
	state: TriggerState,
	rules: EventRules,
	tick: PollSession,
): Promise<WatchResult> {
	const isStarted = state.account?.scope === watch.scope;
	return isStarted
		? await goOn(watch, state, state.account as AccountState, rules, tick)
		: await begin(watch, state, tick);
}

async function begin(
	watch: AccountWatch,
	state: TriggerState,
	tick: PollSession,
): Promise<WatchResult> {
	const troubles: PollError[] = [];
	const unfinished = await listUnfinished(watch, tick, troubles);
	const newest = unfinished && (await listNewest(watch, tick, troubles));
	if (unfinished === undefined || newest === undefined) {
		// From this moment on, even if the API is not there to tell what is unfinished.
		const account = { scope: watch.scope, watermarkS: Math.floor(tick.nowMs / 1000) };
		return { items: [], notes: [], troubles, state: { ...state, account } };
	}
	const start = initialAccount(watch.scope, unfinished, newest);
	const processed = new Map([...state.processed, ...start.processed]);
	return { items: [], notes: [], troubles, state: { ...state, processed, account: start.account } };
}

async function goOn(
	watch: AccountWatch,
	state: TriggerState,
	account: AccountState,
	rules: EventRules,
	tick: PollSession,
): Promise<WatchResult> {
	const troubles: PollError[] = [];
	const unfinished = account.pending ?? (await listUnfinished(watch, tick, troubles));
	if (unfinished === undefined) return { items: [], notes: [], state, troubles };
	const known = { ...account, pending: unfinished };

	const walk = new TaskListPager({ ...state, account: known });
	while (walk.nextPage !== undefined) {
		const page = await tick.list({ page: walk.nextPage, model: watch.model });
		if (page === undefined) break;
		if ('fault' in page) {
			troubles.push({ fault: page.fault });
			break;
		}
		walk.addPage(page);
	}
	const { seen } = walk;
	const hasHidden = walk.nextPage !== 1 && hiddenTasks(known, seen).length > 0;
	const listed: AccountListing = {
		processed: state.processed,
		account: known,
		seen,
		resumePage: walk.resumePage,
		unfinished: hasHidden ? await listUnfinished(watch, tick, troubles) : undefined,
		rules,
		nowMs: tick.nowMs,
	};
	const readings = await tick.read(tasksToRead(listed));
	for (const [taskId, reading] of readings) {
		if ('fault' in reading) {
			const { fault } = reading;
			troubles.push({ fault, taskId, isTasksOwn: fault.status !== 401 });
		}
	}
	const { items, notes, ...decided } = reduceAccount(listed, readings);
	return { items, notes, troubles, state: { ...state, ...decided } };
}

/** The newest tasks, and with the newest of all every other one of its second. */
async function listNewest(
	{ model }: AccountWatch,
	tick: PollSession,
	troubles: PollError[],
): Promise<ListedTask[] | undefined> {
	const newest: ListedTask[] = [];
	for (let page = 1; ; page += 1) {
		const answer = await tick.list({ page, model });
		if (answer === undefined) return undefined;
		if ('fault' in answer) {
			troubles.push({ fault: answer.fault });
			return undefined;
		}
		newest.push(...answer.tasks);
		const isOneSecond = newest.every(({ createdS }) => createdS === newest[0].createdS);
		if (answer.entries === 0 || newest.length === answer.total || !isOneSecond) return newest;
	}
}

/** Every unfinished task with its creation; undefined where the list could not be read to its end. */
async function listUnfinished(
	{ model }: AccountWatch,
	tick: PollSession,
	troubles: PollError[],
): Promise<Map<string, number> | undefined> {
	const unfinished = new Map<string, number>();
	let pageSize = 0;
	for (let page = 1; ; page += 1) {
		const answer = await tick.list({ page, status: 'processing', model });
		if (answer === undefined) return undefined;
		if ('fault' in answer) {
			troubles.push({ fault: answer.fault });
			return undefined;
		}
		const { tasks, entries, total } = answer;
		for (const { taskId, createdS, status } of tasks) {
			if (status === 'pending' || status === 'processing') unfinished.set(taskId, createdS);
		}
		pageSize = Math.max(pageSize, entries);
		const isFinishedPage = entries > 0 && tasks.every(({ taskId }) => !unfinished.has(taskId));
		if (entries === 0 || (total !== undefined && page * pageSize >= total)) return unfinished;
		// A host that does not know this filter gives the whole account; its old tasks are finished.
		if (isFinishedPage) return unfinished;
	}
}
