/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- development code, never shipped */

/**
 * A step of a command on the terminal: shows `label` while `work` runs, with what `work` says it is
 * doing, and then how long it took.
 *
 * @param work gets a function that changes the note
 * @param summary the note that remains
 */
export async function step<T>(
	label: string,
	work: (log: (note: string) => void) => Promise<T>,
	summary: (result: T) => string = () => '',
): Promise<T> {
	const startedAt = Date.now();
	const { isTTY = false, columns = 80 } = process.stdout;
	const show = (mark: string, note = '') => {
		const text = [`${mark} ${label}`, elapsed(Date.now() - startedAt), note].filter(Boolean);
		const line = text.join('  ');
		// A wrapped line could not be replaced.
		process.stdout.write(isTTY ? `\r\x1b[2K${line.slice(0, columns - 1)}` : `${line}\n`);
	};
	let note = '';
	show('…');
	const timer = isTTY ? setInterval(() => show('…', note), 1_000) : undefined;
	try {
		const result = await work((text) => (note = text));
		show('✓', summary(result));
		return result;
	} catch (error) {
		show('✗');
		throw error;
	} finally {
		clearInterval(timer);
		if (isTTY) process.stdout.write('\n');
	}
}

/** `1 min 5 s`; empty below half a second. */
export function elapsed(ms: number): string {
	const s = Math.round(ms / 1000);
	if (s === 0) return '';
	return s < 60 ? `${s} s` : `${Math.floor(s / 60)} min ${s % 60} s`;
}
