/* eslint-disable @n8n/community-nodes/no-restricted-globals -- development code, never shipped */

type Close = () => Promise<void> | void;

const open: Close[] = [];
let ending = false;
let leave: (() => void) | undefined;

export const isEnding = () => ending;

/** Registers a function that closes something at the end. Call it as soon as it is open. */
export function onClose(close: Close): void {
	open.push(close);
}

/** Calls the registered functions, the last first, and exits; a second call has no effect. */
export async function end(exitCode: number): Promise<void> {
	if (ending) return;
	ending = true;
	for (const close of open.splice(0).reverse()) await close();
	process.exit(exitCode);
}

/** Resolves on Ctrl-C, which is the expected end from here on. */
export const untilInterrupted = async () => await new Promise<void>((resolve) => (leave = resolve));

/** Treats Ctrl-C before that as an abort: calls `aborted`, then closes everything and exits with 130. */
export function watchInterrupts(aborted: () => void): void {
	const interrupt = () => {
		if (leave) return leave();
		if (!ending) aborted();
		void end(130);
	};
	process.on('SIGINT', interrupt);
	process.on('SIGTERM', interrupt);
}
