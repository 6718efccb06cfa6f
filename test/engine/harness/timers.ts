/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { createHook } from 'node:async_hooks';
import { resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';

const OUR_CODE = resolve(__dirname, '../../../dist/nodes');

/**
 * Counts the timers that the package's own code has set and that have neither fired nor been
 * cleared, by all tests of the file. Each timer is known by the stack it was made on.
 *
 * @returns how many there are now
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
		// Node tells of a cleared timer in its next turn.
		await nextTurn();
		return pending.size;
	};
}

/** All of it: the ten lines that are usual end within Node itself. */
function stack(): string {
	const usual = Error.stackTraceLimit;
	Error.stackTraceLimit = 50;
	const { stack: lines = '' } = new Error();
	Error.stackTraceLimit = usual;
	return lines;
}
