import type { WatchOptions } from '../../../nodes/Hailuo/trigger/poll';
import { FakeAccount } from '../../../tools/simulation/fakeAccount';
import { FakeN8n, type Keeping } from '../../../tools/simulation/fakeN8n';
import { VirtualClock } from '../../../tools/simulation/virtualClock';

const START_MS = Date.parse('2026-01-31T12:00:00Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const NEVER = Infinity;

const watching = (scope: string, event: WatchOptions['event'] = 'finished'): WatchOptions => ({
	event,
	giveUpMs: 24 * HOUR_MS,
	what: { account: { scope, formerScope: 'former' } },
});

let time: VirtualClock;
let mine: FakeAccount;
let n8n: FakeN8n;
const ids = () => n8n.given.map(({ taskId }) => taskId);

/** Adds a task that ends so many minutes after its creation. */
function add(account: FakeAccount, id: string, minutes: number, createdMs = time.now()): void {
	account.add({ id, createdMs, endsMs: createdMs + minutes * MINUTE_MS });
}

/** Polls each minute. */
async function poll(times = 1): Promise<void> {
	for (let i = 0; i < times; i += 1) {
		await time.sleep(MINUTE_MS);
		await n8n.poll();
	}
}

function useKey(scope: string, account = mine): void {
	n8n.watching = watching(scope, n8n.watching.event);
	n8n.account = account;
}

async function start(keeping: Keeping = 'memory', event?: WatchOptions['event']): Promise<void> {
	n8n = new FakeN8n(mine, watching('first key', event), keeping);
	await n8n.activate();
}

describe('watchAccount, with another key', () => {
	beforeEach(() => {
		time = new VirtualClock(undefined, START_MS);
		mine = new FakeAccount(time);
		add(mine, 'history', 1, START_MS - HOUR_MS);
	});

	/** An account that has finished and running tasks of its own. */
	function other(): FakeAccount {
		const account = new FakeAccount(time);
		add(account, 'their-history', 1, START_MS - HOUR_MS);
		add(account, 'their-latest', 1, START_MS - MINUTE_MS);
		add(account, 'their-running', 30);
		return account;
	}

	it.each<Keeping>(['memory', 'database', 'cursor'])(
		'of another account: from now on, and nothing of the first; state in %s',
		(keeping) =>
			time.run(
				(async () => {
					add(mine, 'mine', 20);
					const theirs = other();
					await start(keeping);
					await poll(2);

					useKey('second key', theirs);
					await poll(15);
					add(theirs, 'new', 2);
					await poll(30);

					expect(ids()).toEqual(['new', 'their-running']);
				})(),
			),
	);

	it.each<Keeping>(['memory', 'database', 'cursor'])(
		'of the same account: what was pending comes once, what was emitted not again; state in %s',
		(keeping) =>
			time.run(
				(async () => {
					add(mine, 'done', 2);
					add(mine, 'running', 30);
					add(mine, 'ends-meanwhile', 6);
					await start(keeping);
					await poll(4);
					expect(ids()).toEqual(['done']);

					add(mine, 'newer', 50);
					await time.sleep(3 * MINUTE_MS);
					useKey('second key');
					await poll(60);

					expect(ids()).toEqual(['done', 'ends-meanwhile', 'running', 'newer']);
				})(),
			),
	);

	it('nothing of the history comes where n8n dies before anything was emitted', () =>
		time.run(
			(async () => {
				add(mine, 'mine', 20);
				const theirs = other();
				await start();
				await poll(2);
				useKey('second key', theirs);
				await poll(3);

				n8n.restart();
				await n8n.activate();
				await poll(60);

				expect(ids()).toEqual(['their-running']);
			})(),
		));

	it('what was pending in the same account comes where n8n dies before anything was emitted', () =>
		time.run(
			(async () => {
				add(mine, 'running', 5);
				await start();
				await poll(2);
				add(mine, 'newer', 50);
				useKey('second key');
				await poll();

				n8n.restart();
				await time.sleep(10 * MINUTE_MS);
				await n8n.activate();
				await poll(2);

				expect(ids()).toEqual(['running']);
			})(),
		));

	it('that is wrong loses nothing once the right one is back', () =>
		time.run(
			(async () => {
				await start();
				useKey('typing error');
				mine.trouble = () => ({ kind: 'rejected', status: 401, message: 'Wrong key' });
				await poll(2);
				add(mine, 'meanwhile', 2);
				await poll(5);

				mine.trouble = () => undefined;
				useKey('first key');
				await poll(2);

				expect(ids()).toEqual(['meanwhile']);
			})(),
		));

	it('while the API is down starts from then on, and forgets nothing that was pending', () =>
		time.run(
			(async () => {
				add(mine, 'pending', 4);
				await start();
				await poll(2);
				mine.trouble = () => ({ kind: 'notSent', message: 'down' });
				useKey('second key');
				await poll();
				add(mine, 'meanwhile', 2);
				await poll(5);

				mine.trouble = () => undefined;
				await poll(2);

				expect(ids().sort()).toEqual(['meanwhile', 'pending']);
			})(),
		));

	it('reads again what could not be read when it started', () =>
		time.run(
			(async () => {
				add(mine, 'pending', 4);
				await start();
				await poll(2);
				add(mine, 'newer', 50);
				await time.sleep(5 * MINUTE_MS);
				useKey('second key');
				mine.trouble = (_, taskId) =>
					taskId === undefined ? undefined : { kind: 'rejected', status: 503, message: 'busy' };
				await poll(3);
				expect(ids()).toEqual([]);

				mine.trouble = () => undefined;
				await poll(2);

				expect(ids()).toEqual(['pending']);
			})(),
		));

	it('gives up no task twice', () =>
		time.run(
			(async () => {
				mine.add({ id: 'endless', endsMs: NEVER });
				await start();
				for (let hour = 0; hour < 30; hour += 1) {
					add(mine, `hourly-${hour}`, 1);
					await time.sleep(HOUR_MS);
					await poll();
				}
				const before = ids().filter((id) => id === 'endless').length;

				useKey('second key');
				await poll(10);

				expect(before).toBe(1);
				expect(ids().filter((id) => id === 'endless')).toHaveLength(1);
			})(),
		));

	it('gives up no task twice, even if it is to be watched for longer', () =>
		time.run(
			(async () => {
				mine.add({ id: 'endless', endsMs: NEVER });
				await start();
				await time.sleep(25 * HOUR_MS);
				await poll();

				n8n.watching = { ...watching('second key'), giveUpMs: 48 * HOUR_MS };
				await poll();
				await time.sleep(25 * HOUR_MS);
				await poll(10);

				expect(ids()).toEqual(['endless']);
			})(),
		));

	it('goes on with the state of an earlier version, which knows no key', () =>
		time.run(
			(async () => {
				n8n = new FakeN8n(mine, watching('former'));
				await n8n.activate();
				add(mine, 'meanwhile', 2);
				await time.sleep(5 * MINUTE_MS);

				useKey('first key');
				n8n.restart();
				await n8n.activate();
				await poll(2);
				useKey('second key');
				add(mine, 'created-before-the-start', 0);
				await poll(2);

				expect(ids()).toEqual(['meanwhile']);
			})(),
		));
});
