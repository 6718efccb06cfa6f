/*
 * Loaded into n8n before anything else (`node --require`). Its clock starts HAILUO_TEST_CLOCK_AHEAD
 * minutes ahead, by default none. By the signal SIGUSR2 it goes ten minutes further, and what n8n
 * does every minute is done at once, as after ten minutes.
 */
const AHEAD_MS = 600_000;
const LONG_INTERVAL_MS = 30_000;

let aheadMs = Number(process.env.HAILUO_TEST_CLOCK_AHEAD ?? 0) * 60_000;
// Taken here: a library may write what it reads as Date.now back to Date.
const realNow = Date.now;
const now = () => realNow() + aheadMs;

globalThis.Date = new Proxy(Date, {
	construct: (target, given, newTarget) =>
		Reflect.construct(target, given.length > 0 ? given : [now()], newTarget),
	get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});

/** What comes due while the clock goes ahead, by its timer. */
const intervals = new Map();
const { setInterval: realSetInterval, clearInterval: realClearInterval } = globalThis;
globalThis.setInterval = Object.assign((callback, ms, ...given) => {
	const timer = realSetInterval(callback, ms, ...given);
	if (ms >= LONG_INTERVAL_MS && ms <= AHEAD_MS) intervals.set(timer, () => callback(...given));
	return timer;
}, realSetInterval);
globalThis.clearInterval = (timer) => {
	intervals.delete(timer);
	realClearInterval(timer);
};

process.on('SIGUSR2', () => {
	aheadMs += AHEAD_MS;
	for (const callback of [...intervals.values()]) callback();
});
