/* eslint-disable @n8n/community-nodes/no-restricted-globals -- development code, never shipped */

type Close = () => Promise<void> | void;

const open: Close[] = [];
let ending = false;
let leave: (() => void) | undefined;

/** Registers a function that closes something at the end. Call it as soon as it is open. */
export function onClose(close: Close): void {
	open.push(close);
}

/** Resolves on Ctrl-C, which is the expected end from here on. */
export const untilInterrupted = async () => await new Promise<void>((resolve) => (leave = resolve));

/**
 * Runs a command. At its end, by a failure or Ctrl-C too, calls the registered functions, the last
 * first, and exits.
 *
 * @param explain gets the error, or nothing after Ctrl-C
 */
export function runCommand(main: () => Promise<void>, explain: (error?: Error) => void): void {
	const interrupt = () => {
		if (leave) return leave();
		if (!ending) explain();
		void end(130);
	};
	process.on('SIGINT', interrupt);
	process.on('SIGTERM', interrupt);
	main().then(
		async () => await end(0),
		async (error: Error) => {
			// An interrupt closes what the command uses: its error is expected then.
			if (!ending) explain(error);
			await end(1);
		},
	);
}

async function end(exitCode: number): Promise<void> {
	if (ending) return;
	ending = true;
	for (const close of open.splice(0).reverse()) await close();
	process.exit(exitCode);
}
