import { isRecord, textOf } from '../video/json';
import type { Fault } from './fault';

/** The connection was never made, so nothing was sent. */
const UNREACHED: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'The connection was refused',
	ENOTFOUND: 'There is no such host',
	EAI_AGAIN: 'The host name could not be looked up',
	EHOSTUNREACH: 'The host cannot be reached',
	ENETUNREACH: 'The network cannot be reached',
};

const TIMED_OUT = new Set(['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT']);
const STOPPED = new Set(['ERR_CANCELED', 'ABORT_ERR']);

/**
 * Turns what n8n's request helpers throw where no answer came into a fault. They wrap the network
 * error once or twice, so its code is looked for along the chain of causes.
 *
 * The words are ours: n8n replaces any message that contains a network code with a sentence of its own.
 */
export function faultFromThrown(thrown: unknown): Fault {
	const codes = codesAlong(thrown);
	if (codes.some((code) => STOPPED.has(code))) {
		return { kind: 'stopped', message: 'The execution was stopped' };
	}
	const unreached = codes.find((code) => Object.hasOwn(UNREACHED, code));
	if (unreached !== undefined) return { kind: 'unreached', message: UNREACHED[unreached] };
	const timedOut = codes.some((code) => TIMED_OUT.has(code));
	return {
		kind: 'interrupted',
		message: timedOut ? 'No answer came in time' : 'The connection broke off',
	};
}

function codesAlong(thrown: unknown): string[] {
	const codes: string[] = [];
	let error = thrown;
	for (let depth = 0; depth < 5 && isRecord(error); depth += 1) {
		codes.push(...[error.code, error.httpCode].flatMap((code) => textOf(code) ?? []));
		error = error.cause ?? error.reason;
	}
	return codes;
}
