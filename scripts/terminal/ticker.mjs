/** A step on the terminal with its elapsed time; plain lines without a terminal (CI, a pipe). */
import { styleText } from 'node:util';

const FRAMES = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
const FRAME_MS = 100;
/** Without a terminal, a step that takes this long is printed, and repeated while it runs. */
const ANNOUNCE_MS = 1_000;
const ALIVE_MS = 30_000;
const UPDATE_MS = 4_000;

/**
 * Shows `label` (and `note`, e.g. how long it takes) until `done` or `failed` is called; only the
 * first of these calls counts. `update` changes the note while it runs.
 */
export function startTicker(label, note = '') {
	const start = Date.now();
	const line = (mark, text) => {
		const details = [elapsed(Date.now() - start), text].filter(Boolean).join(' · ');
		return `${mark} ${label}  ${paint('dim', fitted(details, label.length + 5))}`;
	};
	const display = process.stdout.isTTY ? drawn(line, note) : printed(line, note);
	let ended = false;
	const end = (mark) => (result) => {
		if (ended) return;
		ended = true;
		display.end();
		console.log(line(mark, result));
	};
	return {
		update: display.update,
		done: end(paint('green', '✓')),
		failed: end(paint('red', '✗')),
	};
}

/** One line that is redrawn. */
function drawn(line, note) {
	let frame = 0;
	const erase = () => process.stdout.write('\r\x1b[2K');
	const draw = () => {
		erase();
		process.stdout.write(line(paint('cyan', FRAMES[frame++ % FRAMES.length]), note));
	};
	draw();
	const timer = setInterval(draw, FRAME_MS);
	return {
		update(text) {
			note = text;
		},
		end() {
			clearInterval(timer);
			erase();
		},
	};
}

/** A line at intervals. */
function printed(line, note) {
	let nextAt = Date.now() + ANNOUNCE_MS;
	let pause = ALIVE_MS;
	const print = () => {
		if (Date.now() < nextAt) return;
		nextAt = Date.now() + pause;
		console.log(line('…', note));
	};
	const timer = setInterval(print, FRAME_MS);
	return {
		update(text) {
			note = text;
			pause = UPDATE_MS;
		},
		end: () => clearInterval(timer),
	};
}

/** A wrapped line could not be redrawn. */
function fitted(details, taken) {
	const { isTTY, columns } = process.stdout;
	return isTTY ? details.slice(0, Math.max(0, (columns || 80) - taken)) : details;
}

function paint(style, text) {
	return process.stdout.isTTY && !process.env.NO_COLOR ? styleText(style, text) : text;
}

function elapsed(ms) {
	const s = Math.round(ms / 1000);
	if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
	return s < 60 ? `${s} s` : `${Math.floor(s / 60)} min ${s % 60} s`;
}
