/* Loaded into n8n before anything else (`node --require`): by the signal SIGUSR2 its clock goes ten minutes ahead. */
let aheadMs = 0;
process.on('SIGUSR2', () => (aheadMs += 600_000));
// Taken here: a library may write what it reads as Date.now back to Date.
const realNow = Date.now;
const now = () => realNow() + aheadMs;

globalThis.Date = new Proxy(Date, {
	construct: (target, given, newTarget) =>
		Reflect.construct(target, given.length > 0 ? given : [now()], newTarget),
	get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
