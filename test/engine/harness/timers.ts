/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { createHook } from 'node:async_hooks';
import { resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';

const OUR_CODE = resolve(__dirname, '../../../dist/nodes');

/**
 * Counts the timers that the package's own code has set and that have neither fired nor been
 * cleared, over all tests of the file. The stack at its creation identifies a timer's origin.
 *
 * @returns a function that returns the current number
 */
export function ownTimers(): () => Promise<number> {
	const pending = new Set<number>();
	const hook = createHook({
		init(id, type) {
			if (type === 'Timeout' && stack().includes(OUR_CODE)) pending.add(id);
		},
		destroy: (id) => void pending.delete(id),
	});
	beforeAll(() => void hook.enable());
	afterAll(() => void hook.disable());
	return async () => {
		// Node reports a cleared timer in the next turn of the event loop.
		await nextTurn();
		return pending.size;
	};
}

/** The complete stack: the usual ten lines end within Node itself. */
function stack(): string {
	const usual = Error.stackTraceLimit;
	Error.stackTraceLimit = 50;
	const { stack: lines = '' } = new Error();
	Error.stackTraceLimit = usual;
	return lines;
}
