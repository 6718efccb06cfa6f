/** A step of a command on the terminal. Plain JavaScript without dependencies: the installer uses it, too. */

/**
 * Shows `label` while `work` runs, with what `work` says it is doing, and then how long it took.
 *
 * @param work gets a function that changes the note
 * @param summary the note that remains
 */
export async function step(label, work, summary = () => '') {
	const startedAt = Date.now();
	const isTerminal = Boolean(process.stdout.isTTY);
	const show = (mark, note) => {
		const text = [`${mark} ${label}`, elapsed(Date.now() - startedAt), note].filter(Boolean);
		// A wrapped line could not be replaced.
		const line = text
			.join('  ')
			.slice(0, isTerminal ? (process.stdout.columns ?? 80) - 1 : Infinity);
		process.stdout.write(isTerminal ? `\r\x1b[2K${line}` : `${line}\n`);
	};
	let note = '';
	show('…', note);
	const timer = isTerminal ? setInterval(() => show('…', note), 1_000) : undefined;
	try {
		const result = await work((text) => (note = text));
		show('✓', summary(result));
		return result;
	} catch (error) {
		show('✗', '');
		throw error;
	} finally {
		clearInterval(timer);
		if (isTerminal) process.stdout.write('\n');
	}
}

function elapsed(ms) {
	const s = Math.round(ms / 1000);
	if (s === 0) return '';
	return s < 60 ? `${s} s` : `${Math.floor(s / 60)} min ${s % 60} s`;
}
