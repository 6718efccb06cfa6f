import type { WatchOptions } from '../../../nodes/Hailuo/trigger/poll';
import { FakeAccount } from '../../../tools/simulation/fakeAccount';
import { FakeN8n, type StateStorage } from '../../../tools/simulation/fakeN8n';
import { VirtualClock } from '../../../tools/simulation/virtualClock';
import { failed, rejected } from '../scheduling/requestErrors';

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
let account: FakeAccount;
let n8n: FakeN8n;
const ids = () => n8n.emitted.map(({ taskId }) => taskId);

/** Adds a task that finishes `minutes` after its creation. */
function add(to: FakeAccount, id: string, minutes: number, createdMs = time.now()): void {
	to.add({ id, createdMs, endsMs: createdMs + minutes * MINUTE_MS });
}

/** Polls each minute. */
async function poll(times = 1): Promise<void> {
	for (let i = 0; i < times; i += 1) {
		await time.sleep(MINUTE_MS);
		await n8n.poll();
	}
}

function useKey(scope: string, ofAccount = account): void {
	n8n.watching = watching(scope, n8n.watching.event);
	n8n.account = ofAccount;
}

async function start(
	storage: StateStorage = 'memory',
	event?: WatchOptions['event'],
): Promise<void> {
	n8n = new FakeN8n(account, watching('first key', event), storage);
	await n8n.activate();
}

describe('poll of an account, after a change of the API key', () => {
	beforeEach(() => {
		time = new VirtualClock(undefined, START_MS);
		account = new FakeAccount(time);
		add(account, 'history', 1, START_MS - HOUR_MS);
	});

	/** Another account, with finished and running tasks. */
	function newOtherAccount(): FakeAccount {
		const other = new FakeAccount(time);
		add(other, 'their-history', 1, START_MS - HOUR_MS);
		add(other, 'their-latest', 1, START_MS - MINUTE_MS);
		add(other, 'their-running', 30);
		return other;
	}

	it.each<StateStorage>(['memory', 'database', 'cursor'])(
		'emits only what finishes from now on in another account; state in %s',
		(storage) =>
			time.run(
				(async () => {
					add(account, 'mine', 20);
					const other = newOtherAccount();
					await start(storage);
					await poll(2);

					useKey('second key', other);
					await poll(15);
					add(other, 'new', 2);
					await poll(30);

					expect(ids()).toEqual(['new', 'their-running']);
				})(),
			),
	);

	it.each<StateStorage>(['memory', 'database', 'cursor'])(
		'emits pending tasks of the same account once, and emitted ones never again; state in %s',
		(storage) =>
			time.run(
				(async () => {
					add(account, 'done', 2);
					add(account, 'running', 30);
					add(account, 'ends-meanwhile', 6);
					await start(storage);
					await poll(4);
					expect(ids()).toEqual(['done']);

					add(account, 'newer', 50);
					await time.sleep(3 * MINUTE_MS);
					useKey('second key');
					await poll(60);

					expect(ids()).toEqual(['done', 'ends-meanwhile', 'running', 'newer']);
				})(),
			),
	);

	it('emits no older tasks of another account if n8n crashes before the first emit', () =>
		time.run(
			(async () => {
				add(account, 'mine', 20);
				const other = newOtherAccount();
				await start();
				await poll(2);
				useKey('second key', other);
				await poll(3);

				n8n.restart();
				await n8n.activate();
				await poll(60);

				expect(ids()).toEqual(['their-running']);
			})(),
		));

	it('emits pending tasks of the same account if n8n crashes before the first emit', () =>
		time.run(
			(async () => {
				add(account, 'running', 5);
				await start();
				await poll(2);
				add(account, 'newer', 50);
				useKey('second key');
				await poll();

				n8n.restart();
				await time.sleep(10 * MINUTE_MS);
				await n8n.activate();
				await poll(2);

				expect(ids()).toEqual(['running']);
			})(),
		));

	it('misses no task if a wrong key is replaced by the right one', () =>
		time.run(
			(async () => {
				await start();
				useKey('wrong key');
				account.fault = () => rejected(401).error;
				await poll(2);
				add(account, 'meanwhile', 2);
				await poll(5);

				account.fault = () => undefined;
				useKey('first key');
				await poll(2);

				expect(ids()).toEqual(['meanwhile']);
			})(),
		));

	it('emits pending and new tasks if the key changes while the API is down', () =>
		time.run(
			(async () => {
				add(account, 'pending', 4);
				await start();
				await poll(2);
				account.fault = () => failed('notSent').error;
				useKey('second key');
				await poll();
				add(account, 'meanwhile', 2);
				await poll(5);

				account.fault = () => undefined;
				await poll(2);

				expect(ids().sort()).toEqual(['meanwhile', 'pending']);
			})(),
		));

	it('retries pending tasks that could not be read after the change', () =>
		time.run(
			(async () => {
				add(account, 'pending', 4);
				await start();
				await poll(2);
				add(account, 'newer', 50);
				await time.sleep(5 * MINUTE_MS);
				useKey('second key');
				account.fault = (_, taskId) => (taskId === undefined ? undefined : rejected(503).error);
				await poll(3);
				expect(ids()).toEqual([]);

				account.fault = () => undefined;
				await poll(2);

				expect(ids()).toEqual(['pending']);
			})(),
		));

	it('emits a timed out task only once', () =>
		time.run(
			(async () => {
				account.add({ id: 'endless', endsMs: NEVER });
				await start();
				for (let hour = 0; hour < 30; hour += 1) {
					add(account, `hourly-${hour}`, 1);
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

	it('emits a timed out task only once, even if tasks are watched for longer afterwards', () =>
		time.run(
			(async () => {
				account.add({ id: 'endless', endsMs: NEVER });
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

	it('continues with the state of an earlier version, which has no digest of the key', () =>
		time.run(
			(async () => {
				n8n = new FakeN8n(account, watching('former'));
				await n8n.activate();
				add(account, 'meanwhile', 2);
				await time.sleep(5 * MINUTE_MS);

				useKey('first key');
				n8n.restart();
				await n8n.activate();
				await poll(2);
				useKey('second key');
				add(account, 'created-before-the-start', 0);
				await poll(2);

				expect(ids()).toEqual(['meanwhile']);
			})(),
		));
});
