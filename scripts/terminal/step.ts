/* eslint-disable @n8n/community-nodes/require-node-api-error -- development code, never shipped */
import { startTicker } from './ticker.mjs';
import { onClose } from './cleanup';

/** Shows a step while it runs; `work` can update the line, and its summary remains there. */
export async function step<T>(
	label: string,
	work: (log: (note: string) => void) => Promise<T>,
	summary: (result: T) => string = () => '',
): Promise<T> {
	const ticker = startTicker(label);
	onClose(() => ticker.failed('interrupted'));
	try {
		const result = await work(ticker.update);
		ticker.done(summary(result));
		return result;
	} catch (error) {
		ticker.failed();
		throw error;
	}
}
