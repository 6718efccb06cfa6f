import type { TaskStatus } from '../../../nodes/Hailuo/domain/task';
import type { ListedTask } from '../../../nodes/Hailuo/domain/taskList';
import { BatchSupport } from '../../../nodes/Hailuo/scheduling/batchSupport';
import type { ListQuery } from '../../../nodes/Hailuo/transport/client';
import { PollSession } from '../../../nodes/Hailuo/trigger/pollSession';
import type { AccountState } from '../../../nodes/Hailuo/trigger/state';
import { pollAccount } from '../../../nodes/Hailuo/trigger/watchAccount';
import { err, ok } from '../../../nodes/Hailuo/utils/result';
import { VirtualClock } from '../../../tools/simulation/virtualClock';

const NOW_S = 1_770_000_000;
const PAGE = 2;

interface Account {
	/** Newest first. */
	tasks: ListedTask[];
	/** Whether the list shows all tasks, whatever status is asked for. */
	ignoresStatus?: boolean;
	/** A request that fails, as `status page`. */
	failing?: string;
	/** The status of a read that fails. */
	readFails?: number;
	/** For how long that task could not be read, ms. */
	failingMs?: Record<string, number>;
	giveUpMs?: number;
}

const task = (taskId: string, status: TaskStatus, createdS: number): ListedTask => ({
	taskId,
	status,
	createdS,
	model: 'A',
});

/** One poll; the requests are named `status page` or by the task that is read. */
async function polling(
	{
		tasks,
		ignoresStatus = false,
		failing,
		readFails,
		failingMs = {},
		giveUpMs = Infinity,
	}: Account,
	account?: AccountState,
) {
	const clock = new VirtualClock(undefined, NOW_S * 1000);
	const requests: string[] = [];
	const queries: ListQuery[] = [];
	const fault = (status: number) => err({ kind: 'rejected' as const, status, message: 'No' });
	const session = new PollSession(
		{
			clock,
			wallNow: () => clock.now(),
			async listTasks(query) {
				const { status = 'all', page } = query;
				queries.push(query);
				requests.push(`${status} ${page}`);
				if (requests.at(-1) === failing) return await Promise.resolve(fault(503));
				const isRunning = (one: ListedTask) =>
					one.status === 'processing' || one.status === 'pending';
				const all = tasks.filter((one) => ignoresStatus || status === 'all' || isRunning(one));
				const shown = all.slice((page - 1) * PAGE, page * PAGE);
				return ok({ tasks: shown, entries: shown.length, total: all.length });
			},
			async getTask({ taskId }) {
				requests.push(taskId);
				if (readFails !== undefined) return await Promise.resolve(fault(readFails));
				const createdAt = new Date(NOW_S * 1000).toISOString();
				return ok({ task: { taskId, status: 'completed', videoUrl: 'https://x', createdAt } });
			},
			getTasks: async () => await Promise.resolve(fault(404)),
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

const pendingOf = ({ state }: Awaited<ReturnType<typeof polling>>) =>
	state.account?.pending && [...state.account.pending.keys()];

describe('watchAccount', () => {
	describe('the start', () => {
		it('emits nothing, and knows what is unfinished, by model', async () => {
			const tasks = [
				task('a', 'completed', 9),
				task('b', 'processing', 8),
				task('c', 'completed', 7),
				task('d', 'pending', 6),
				task('e', 'processing', 5),
			];
			const start = await polling({ tasks });

			expect([start.items, start.notes]).toEqual([[], []]);
			expect(pendingOf(start)).toEqual(['b', 'd', 'e']);
			expect(start.state.account).toMatchObject({ scope: 'x', watermarkS: 9 });
			expect([...start.state.processed.keys()]).toEqual(['earlier', 'a']);
			expect(start.requests).toEqual(['processing 1', 'processing 2', 'all 1']);
			expect(start.queries.every(({ model }) => model === 'A')).toBe(true);
		});

		it('knows all tasks of the newest second, on however many pages', async () => {
			const tasks = ['a', 'b', 'c'].map((id) => task(id, 'completed', 9));
			const start = await polling({ tasks: [...tasks, task('d', 'completed', 8)] });

			expect([...start.state.processed.keys()]).toEqual(['earlier', 'a', 'b', 'c']);
		});

		it('reads no history where the provider ignores the status', async () => {
			const tasks = [
				task('a', 'processing', 9),
				...Array.from({ length: 9 }, (_, i) => task(`old-${i}`, 'completed', 8 - i)),
			];
			const start = await polling({ tasks, ignoresStatus: true });

			expect(pendingOf(start)).toEqual(['a']);
			expect(start.requests).toEqual(['processing 1', 'processing 2', 'all 1']);
		});

		it.each(['processing 1', 'processing 2', 'all 1'])(
			'is now where the list cannot be read: %s',
			async (failing) => {
				const tasks = [9, 8, 7].map((at) => task(`${at}`, 'processing', at));
				const start = await polling({ tasks, failing });

				expect([start.items, start.notes]).toEqual([[], []]);
				expect(start.state.account).toEqual({ scope: 'x', watermarkS: NOW_S });
				expect(start.requests.at(-1)).toBe(failing);
			},
		);

		it('begins anew where another account is watched', async () => {
			const account = { scope: 'y', watermarkS: 1, pending: new Map() };
			const start = await polling({ tasks: [task('a', 'completed', 9)] }, account);

			expect([start.items, start.state.account?.scope]).toEqual([[], 'x']);
		});
	});

	describe('a poll', () => {
		const watched = (pending?: Record<string, number>): AccountState => ({
			scope: 'x',
			watermarkS: NOW_S - 3_600,
			...(pending && { pending: new Map(Object.entries(pending)) }),
		});
		const recent = NOW_S - 60;

		it('emits what has finished', async () => {
			const tasks = [task('a', 'completed', recent), task('b', 'processing', recent)];
			const poll = await polling({ tasks }, watched({}));

			expect(poll.items.map(({ taskId }) => taskId)).toEqual(['a']);
			expect(poll.requests).toEqual(['all 1', 'a']);
			expect(pendingOf(poll)).toEqual(['b']);
			expect([...poll.state.processed.keys()]).toEqual(['a']);
			expect(poll.queries.every(({ model }) => model === 'A')).toBe(true);
		});

		it('asks what is unfinished where a pending task is not on the pages read', async () => {
			const old = NOW_S - 7_200;
			const tasks = [
				task('a', 'processing', recent),
				task('b', 'processing', recent),
				task('c', 'processing', old),
			];
			const pending = { a: recent, b: recent, c: old, gone: old };
			const poll = await polling({ tasks }, watched(pending));

			expect(poll.requests).toEqual(['all 1', 'processing 1', 'processing 2', 'gone']);
			expect(pendingOf(poll)).toEqual(['a', 'b', 'c']);
		});

		it('asks nothing more where the list could not be read', async () => {
			const poll = await polling({ tasks: [], failing: 'all 1' }, watched({ a: recent }));

			expect(poll.requests).toEqual(['all 1']);
			expect(pendingOf(poll)).toEqual(['a']);
		});

		it('lists first what is unfinished where the start could not', async () => {
			const tasks = [task('a', 'processing', recent)];

			expect(pendingOf(await polling({ tasks }, watched()))).toEqual(['a']);
			const failed = await polling({ tasks, failing: 'processing 1' }, watched());
			expect([failed.requests, failed.state.account]).toEqual([['processing 1'], watched()]);
			expect([failed.items, failed.notes]).toEqual([[], []]);
		});

		it('gives up a task that could not be read for as long as it is watched', async () => {
			const dayMs = 24 * 3_600_000;
			const account = { tasks: [], readFails: 403, failingMs: { a: dayMs }, giveUpMs: dayMs };
			const poll = await polling(account, watched({ a: NOW_S - 25 * 3_600 }));

			expect(poll.notes).toEqual([expect.stringMatching(/^Task a could not be read for 24 h/)]);
			expect(pendingOf(poll)).toEqual([]);
		});

		it.each([
			[401, false],
			[403, true],
			[503, true],
		])(
			'a read that fails with %d is an error of the task alone: %s',
			async (status, isTasksOwn) => {
				const tasks = [task('a', 'completed', recent)];
				const { errors, items } = await polling({ tasks, readFails: status }, watched({}));

				expect(items).toEqual([]);
				expect(errors).toMatchObject([{ taskId: 'a', isTasksOwn, error: { status } }]);
			},
		);
	});
});
