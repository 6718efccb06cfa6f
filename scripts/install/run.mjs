/** Runs npm as one visible step: a label and the time; the output goes to a log file. */
import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { step } from '../terminal/step.mjs';

const LAST_LINES = 30;

export class StepFailed extends Error {
	/** @param {string} log all that npm wrote */
	constructor(message, log) {
		super(message);
		this.log = log;
	}
}

/** Runs `npm <args>` in a folder; rejects with the last lines of its log if it fails. */
export async function run(title, about, folder, args) {
	const logFolder = mkdtempSync(join(tmpdir(), 'hailuo-install-'));
	const logFile = join(logFolder, `npm-${args[0]}.log`);
	await step(`${title} (${about})`, async () => {
		const code = await npm(args, folder, logFile);
		if (code === 0) return;
		const log = readFileSync(logFile, 'utf8').trimEnd();
		const tail = log.split('\n').slice(-LAST_LINES).join('\n');
		throw new StepFailed(
			`\n${tail}\n\n\`npm ${args.join(' ')}\` failed (${code}) in ${folder}\nThe whole log: ${logFile}`,
			log,
		);
	});
	rmSync(logFolder, { recursive: true });
}

/** Resolves with the exit code, the signal's name, or why npm could not be started. */
function npm(args, cwd, logFile) {
	return new Promise((resolve) => {
		const log = createWriteStream(logFile);
		// On Windows npm is a .cmd file, which only a shell can start; the arguments are our own and safe.
		const child = spawn('npm', args, { cwd, shell: process.platform === 'win32' });
		child.stdout.pipe(log, { end: false });
		child.stderr.pipe(log, { end: false });
		const end = (result) => log.end(() => resolve(result));
		child.once('error', (error) => end(error.message));
		child.once('close', (code, signal) => end(code ?? signal));
	});
}
