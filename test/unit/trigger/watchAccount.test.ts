import type { TaskStatus } from '../../../nodes/Hailuo/domain/task';
import type { ListedTask } from '../../../nodes/Hailuo/domain/taskList';
import { BatchSupport } from '../../../nodes/Hailuo/scheduling/batchSupport';
import type { ListQuery } from '../../../nodes/Hailuo/transport/client';
import { PollSession } from '../../../nodes/Hailuo/trigger/pollSession';
import type { AccountState } from '../../../nodes/Hailuo/trigger/state';
import { pollAccount } from '../../../nodes/Hailuo/trigger/watchAccount';
import { ok } from '../../../nodes/Hailuo/utils/result';
import { VirtualClock } from '../../../tools/simulation/virtualClock';
import { rejected } from '../scheduling/requestErrors';

const NOW_S = 1_770_000_000;
const PAGE = 2;

interface Account {
	/** Newest first. */
	tasks: ListedTask[];
	/** Whether the list shows all tasks, whatever status is requested. */
	ignoresStatus?: boolean;
	/** A list request that fails with a 503, as `status page`. */
	failingRequest?: string;
	/** The HTTP status with which reads of a task fail. */
	readStatus?: number;
	/** For how long reads of these tasks have failed, ms. */
	failingMs?: Record<string, number>;
	giveUpMs?: number;
}

const task = (taskId: string, status: TaskStatus, createdS: number): ListedTask => ({
	taskId,
	status,
	createdS,
	model: 'A',
});

/** Runs one poll. Requests are recorded as `status page`, or as the ID of the task that is read. */
async function pollOnce(
	{
		tasks,
		ignoresStatus = false,
		failingRequest,
		readStatus,
		failingMs = {},
		giveUpMs = Infinity,
	}: Account,
	account?: AccountState,
) {
	const clock = new VirtualClock(undefined, NOW_S * 1000);
	const requests: string[] = [];
	const queries: ListQuery[] = [];
	const session = new PollSession(
		{
			clock,
			wallNow: () => clock.now(),
			async listTasks(query) {
				const { status = 'all', page } = query;
				queries.push(query);
				requests.push(`${status} ${page}`);
				if (requests.at(-1) === failingRequest) return await Promise.resolve(rejected(503));
				const isRunning = (one: ListedTask) =>
					one.status === 'processing' || one.status === 'pending';
				const all = tasks.filter((one) => ignoresStatus || status === 'all' || isRunning(one));
				const shown = all.slice((page - 1) * PAGE, page * PAGE);
				return ok({ tasks: shown, entries: shown.length, total: all.length });
			},
			async getTask({ taskId }) {
				requests.push(taskId);
				if (readStatus !== undefined) return await Promise.resolve(rejected(readStatus));
				const createdAt = new Date(NOW_S * 1000).toISOString();
				return ok({ task: { taskId, status: 'completed', videoUrl: 'https://x', createdAt } });
			},
			getTasks: async () => await Promise.resolve(rejected(404)),
		},
		60_000,
		{
			missingUrlSinceMs: new Map(),
			failingSinceMs: new Map(Object.entries(failingMs).map(([id, ms]) => [id, NOW_S * 1000 - ms])),
			batchSupport: new BatchSupport(),
		},
	);
	const state = { revision: 1, processed: new Map([['earlier', 5]]), account };
	const watch = { scope: 'x', formerScope: 'former', model: 'A' };
	const rules = { event: 'completed' as const, giveUpMs };
	const result = await clock.run(pollAccount(watch, state, rules, session));
	return { ...result, requests, queries, errors: session.errors };
}

const pendingOf = ({ state }: Awaited<ReturnType<typeof pollOnce>>) =>
	state.account?.pending && [...state.account.pending.keys()];

describe('pollAccount', () => {
	describe('at the start of watching', () => {
		it('emits nothing, and tracks the unfinished tasks of the model as pending', async () => {
			const tasks = [
				task('a', 'completed', 9),
				task('b', 'processing', 8),
				task('c', 'completed', 7),
				task('d', 'pending', 6),
				task('e', 'processing', 5),
			];
			const start = await pollOnce({ tasks });

			expect([start.items, start.notes]).toEqual([[], []]);
			expect(pendingOf(start)).toEqual(['b', 'd', 'e']);
			expect(start.state.account).toMatchObject({ scope: 'x', watermarkS: 9 });
			expect([...start.state.processed.keys()]).toEqual(['earlier', 'a']);
			expect(start.requests).toEqual(['processing 1', 'processing 2', 'all 1']);
			expect(start.queries.every(({ model }) => model === 'A')).toBe(true);
		});

		it('marks all tasks of the newest second as processed, over several pages', async () => {
			const tasks = ['a', 'b', 'c'].map((id) => task(id, 'completed', 9));
			const start = await pollOnce({ tasks: [...tasks, task('d', 'completed', 8)] });

			expect([...start.state.processed.keys()]).toEqual(['earlier', 'a', 'b', 'c']);
		});

		it('reads no older pages if the provider ignores the status filter', async () => {
			const tasks = [
				task('a', 'processing', 9),
				...Array.from({ length: 9 }, (_, i) => task(`old-${i}`, 'completed', 8 - i)),
			];
			const start = await pollOnce({ tasks, ignoresStatus: true });

			expect(pendingOf(start)).toEqual(['a']);
			expect(start.requests).toEqual(['processing 1', 'processing 2', 'all 1']);
		});

		it.each(['processing 1', 'processing 2', 'all 1'])(
			'starts at the current time if a list request fails: %s',
			async (failingRequest) => {
				const tasks = [9, 8, 7].map((at) => task(`${at}`, 'processing', at));
				const start = await pollOnce({ tasks, failingRequest });

				expect([start.items, start.notes]).toEqual([[], []]);
				expect(start.state.account).toEqual({ scope: 'x', watermarkS: NOW_S });
				expect(start.requests.at(-1)).toBe(failingRequest);
			},
		);

		it('starts anew if another account is watched', async () => {
			const account = { scope: 'y', watermarkS: 1, pending: new Map() };
			const start = await pollOnce({ tasks: [task('a', 'completed', 9)] }, account);

			expect([start.items, start.state.account?.scope]).toEqual([[], 'x']);
		});
	});

	describe('once an account is watched', () => {
		const watched = (pending?: Record<string, number>): AccountState => ({
			scope: 'x',
			watermarkS: NOW_S - 3_600,
			...(pending && { pending: new Map(Object.entries(pending)) }),
		});
		const recent = NOW_S - 60;

		it('emits tasks that have completed', async () => {
			const tasks = [task('a', 'completed', recent), task('b', 'processing', recent)];
			const poll = await pollOnce({ tasks }, watched({}));

			expect(poll.items.map(({ taskId }) => taskId)).toEqual(['a']);
			expect(poll.requests).toEqual(['all 1', 'a']);
			expect(pendingOf(poll)).toEqual(['b']);
			expect([...poll.state.processed.keys()]).toEqual(['a']);
			expect(poll.queries.every(({ model }) => model === 'A')).toBe(true);
		});

		it('lists the unfinished tasks if a pending task is not on the pages read', async () => {
			const old = NOW_S - 7_200;
			const tasks = [
				task('a', 'processing', recent),
				task('b', 'processing', recent),
				task('c', 'processing', old),
			];
			const pending = { a: recent, b: recent, c: old, gone: old };
			const poll = await pollOnce({ tasks }, watched(pending));

			expect(poll.requests).toEqual(['all 1', 'processing 1', 'processing 2', 'gone']);
			expect(pendingOf(poll)).toEqual(['a', 'b', 'c']);
		});

		it('sends no further request if the list cannot be read', async () => {
			const poll = await pollOnce({ tasks: [], failingRequest: 'all 1' }, watched({ a: recent }));

			expect(poll.requests).toEqual(['all 1']);
			expect(pendingOf(poll)).toEqual(['a']);
		});

		it('lists the unfinished tasks first if the start could not', async () => {
			const tasks = [task('a', 'processing', recent)];

			expect(pendingOf(await pollOnce({ tasks }, watched()))).toEqual(['a']);
			const failed = await pollOnce({ tasks, failingRequest: 'processing 1' }, watched());
			expect([failed.requests, failed.state.account]).toEqual([['processing 1'], watched()]);
			expect([failed.items, failed.notes]).toEqual([[], []]);
		});

		it('stops watching a task that could not be read for 24 h', async () => {
			const dayMs = 24 * 3_600_000;
			const account = { tasks: [], readStatus: 403, failingMs: { a: dayMs }, giveUpMs: dayMs };
			const poll = await pollOnce(account, watched({ a: NOW_S - 25 * 3_600 }));

			expect(poll.notes).toEqual([expect.stringMatching(/^Task a could not be read for 24 h/)]);
			expect(pendingOf(poll)).toEqual([]);
		});

		it.each([
			[401, false],
			[403, true],
			[503, true],
		])(
			'reports a read that fails with a %d, as the error of this task only: %s',
			async (status, isTasksOwn) => {
				const tasks = [task('a', 'completed', recent)];
				const { errors, items } = await pollOnce({ tasks, readStatus: status }, watched({}));

				expect(items).toEqual([]);
				expect(errors).toMatchObject([{ taskId: 'a', isTasksOwn, error: { status } }]);
			},
		);
	});
});
