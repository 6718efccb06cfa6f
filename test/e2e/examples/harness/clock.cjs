/*
 * Loaded into n8n before all other code (`node --require`). The signal SIGUSR2 advances n8n's clock by
 * ten minutes and runs the callbacks of its intervals, as would have happened in that time.
 */
const AHEAD_MS = 600_000;
const LONG_INTERVAL_MS = 30_000;

let aheadMs = 0;
// Saved here, since a library may assign the Date.now that it reads back to Date.
const realNow = Date.now;
const now = () => realNow() + aheadMs;

globalThis.Date = new Proxy(Date, {
	construct: (target, args, newTarget) =>
		Reflect.construct(target, args.length > 0 ? args : [now()], newTarget),
	get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});

/** Callbacks of the intervals that fire within ten minutes, by timer. */
const intervals = new Map();
const { setInterval: realSetInterval, clearInterval: realClearInterval } = globalThis;
globalThis.setInterval = Object.assign((callback, ms, ...args) => {
	const timer = realSetInterval(callback, ms, ...args);
	if (ms >= LONG_INTERVAL_MS && ms <= AHEAD_MS) intervals.set(timer, () => callback(...args));
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
