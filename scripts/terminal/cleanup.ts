/* eslint-disable @n8n/community-nodes/no-restricted-globals -- development code, never shipped */

type Close = () => Promise<void> | void;

const open: Close[] = [];
let ending = false;
let leave: (() => void) | undefined;

export const isEnding = () => ending;

/** To be told of everything that must be closed, as soon as it is open. */
export function onClose(close: Close): void {
	open.push(close);
}

/** Closes what was opened, the last first, and ends the process; a second call changes nothing. */
export async function end(exitCode: number): Promise<void> {
	if (ending) return;
	ending = true;
	for (const close of open.splice(0).reverse()) await close();
	process.exit(exitCode);
}

/** From here on Ctrl-C is the expected end, and resolves this. */
export const untilInterrupted = async () => await new Promise<void>((resolve) => (leave = resolve));

/** Before that, Ctrl-C is an abort: `aborted` may say so. */
export function watchInterrupts(aborted: () => void): void {
	const interrupt = () => {
		if (leave) return leave();
		if (!ending) aborted();
		void end(130);
	};
	process.on('SIGINT', interrupt);
	process.on('SIGTERM', interrupt);
}
