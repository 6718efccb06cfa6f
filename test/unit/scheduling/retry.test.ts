import type { RequestError } from '../../../nodes/Hailuo/transport/evidence';
import { ABORTED_BEFORE_SENDING, retry } from '../../../nodes/Hailuo/scheduling/retry';
import { err, ok, type Result } from '../../../nodes/Hailuo/utils/result';
import { failed, rejected } from './requestErrors';
import { VirtualClock } from '../../../tools/simulation/virtualClock';

const SUCCESS = ok({ id: 'task-1' });
type Outcome = Result<{ id: string }, RequestError>;

describe('retry', () => {
	let clock: VirtualClock;
	let abortController: AbortController;
	let sentAt: number[];
	beforeEach(() => {
		clock = new VirtualClock();
		abortController = new AbortController();
		sentAt = [];
	});

	/** Responds with one result after the other, and repeats the last one. */
	async function sendWithRetry(
		results: Outcome[],
		shouldRetry?: (error: RequestError) => boolean,
	): Promise<Outcome> {
		const send = async () => {
			sentAt.push(clock.now());
			return await Promise.resolve(results[Math.min(sentAt.length, results.length) - 1]);
		};
		const context = { clock, signal: abortController.signal };
		return await clock.run(retry(send, context, shouldRetry));
	}

	it('makes up to four attempts, with backoff that doubles from 1 s', async () => {
		expect(await sendWithRetry([rejected(503)])).toEqual(rejected(503));
		expect(sentAt).toEqual([0, 1_000, 3_000, 7_000]);
		expect(clock.now()).toBe(7_000);
	});

	it.each([0, 1, 2, 3])('returns the first success after %d errors', async (count) => {
		const results = [...Array<Outcome>(count).fill(failed('unclear')), SUCCESS];

		expect(await sendWithRetry(results)).toEqual(SUCCESS);
		expect(sentAt).toHaveLength(count + 1);
	});

	it.each([401, 402, 403, 404, 400])('does not repeat a request after HTTP %d', async (status) => {
		expect(await sendWithRetry([rejected(status), SUCCESS])).toEqual(rejected(status));
	});

	it('does not repeat an error for which shouldRetry returns false', async () => {
		const isRateLimited = ({ reason }: RequestError) => reason === 'rateLimited';

		expect(await sendWithRetry([rejected(429), rejected(500)], isRateLimited)).toEqual(
			rejected(500),
		);
	});

	it('waits for a Retry-After of 2 minutes, and ends with a longer one', async () => {
		await sendWithRetry([rejected(429, { retryAfterMs: 120_000 }), SUCCESS]);
		expect(sentAt[1]).toBeGreaterThanOrEqual(120_000);

		sentAt = [];
		const tooLong = rejected(429, { retryAfterMs: 120_001 });
		expect(await sendWithRetry([tooLong, SUCCESS])).toEqual(tooLong);
	});

	it('returns at once when the run is aborted during the backoff', async () => {
		void clock.at(500, () => abortController.abort());

		expect(await sendWithRetry([rejected(503)])).toEqual(err(ABORTED_BEFORE_SENDING));
		expect([clock.now(), sentAt]).toEqual([500, [0]]);
	});

	it('sends nothing if the run is already aborted', async () => {
		abortController.abort();
		expect(await sendWithRetry([SUCCESS])).toEqual(err(ABORTED_BEFORE_SENDING));
		expect(sentAt).toEqual([]);
	});
});
