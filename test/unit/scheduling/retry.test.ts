import { RUN_ENDED, type RequestError } from '../../../nodes/Hailuo/transport/evidence';
import { retry } from '../../../nodes/Hailuo/scheduling/retry';
import { err, ok, type Result } from '../../../nodes/Hailuo/utils/result';
import { VirtualClock } from '../../../tools/simulation/virtualClock';
import { failed } from './failed';

type Response = Result<string, RequestError>;

interface Options {
	/** When the run ends, ms. */
	endsAt?: number;
	shouldRetry?: (error: RequestError) => boolean;
}

/** Sends a request that gets one response after the other; the last one repeats. */
async function send(responses: Response[], { endsAt, shouldRetry }: Options = {}) {
	const clock = new VirtualClock();
	const end = new AbortController();
	if (endsAt === 0) end.abort();
	else if (endsAt !== undefined) void clock.at(endsAt, () => end.abort());
	const sentAt: number[] = [];
	const request = async () => {
		sentAt.push(clock.now());
		return await Promise.resolve(responses[Math.min(sentAt.length, responses.length) - 1]);
	};
	const result = await clock.run(retry(request, { clock, signal: end.signal }, shouldRetry));
	return { result, sentAt, endedAt: clock.now() };
}

const SUCCESS = ok('done');
const BROKEN = failed('unclear');
const REFUSED = failed('forbidden');
const wait = (retryAfterMs: number) => failed('rateLimited', { retryAfterMs });

describe('retry', () => {
	it.each<[string, Response[], Response, number[]]>([
		['makes four attempts, with a doubled backoff', [BROKEN], BROKEN, [0, 1_000, 3_000, 7_000]],
		['ends with the first success', [BROKEN, BROKEN, SUCCESS], SUCCESS, [0, 1_000, 3_000]],
		['does not repeat a permanent error', [REFUSED, SUCCESS], REFUSED, [0]],
		['waits for a Retry-After of 2 min', [wait(120_000), SUCCESS], SUCCESS, [0, 126_000]],
		['ends with a longer Retry-After', [wait(120_001), SUCCESS], wait(120_001), [0]],
	])('%s', async (_, responses, result, sentAt) => {
		expect(await send(responses)).toEqual({ result, sentAt, endedAt: sentAt.at(-1) });
	});

	it('repeats only errors for which shouldRetry returns true', async () => {
		const shouldRetry = ({ reason }: RequestError) => reason === 'forbidden';

		expect((await send([REFUSED, BROKEN], { shouldRetry })).result).toEqual(BROKEN);
	});

	it.each([
		['during the backoff', 500, [0]],
		['before the first attempt', 0, []],
	])('sends nothing after the run has ended %s', async (_, endsAt, sentAt) => {
		expect(await send([BROKEN], { endsAt })).toEqual({
			result: err(RUN_ENDED),
			sentAt,
			endedAt: endsAt,
		});
	});
});
