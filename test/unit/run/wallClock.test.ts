import { wallClock } from '../../../nodes/Hailuo/run/wallClock';

const DAY_MS = 86_400_000;

afterEach(() => jest.useRealTimers());

it('a rest of months does not end at once, as a timer of that length would', async () => {
	jest.useFakeTimers();
	const stop = new AbortController();
	let isOver = false;
	const resting = wallClock.sleep(90 * DAY_MS, stop.signal).then(() => (isOver = true));

	await jest.advanceTimersByTimeAsync(20 * DAY_MS);

	expect(isOver).toBe(false);
	stop.abort();
	await resting;
});
