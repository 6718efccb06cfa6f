import { isRecord, textOf } from '../utils/json';
import type { Fault } from './responseError';

/** The connection was never made, so nothing was sent. */
const UNREACHED: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'The connection was refused',
	ENOTFOUND: 'There is no such host',
	EAI_AGAIN: 'The host name could not be looked up',
	ERR_INVALID_URL: 'The address is not valid',
	CERT_HAS_EXPIRED: 'The certificate of the host has expired',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'The host signed its certificate itself',
	SELF_SIGNED_CERT_IN_CHAIN: 'The certificate of the host is not trusted',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'The certificate of the host is not trusted',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'The certificate of the host is not trusted',
	ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate belongs to another host',
};

/** These two can also end a connection on which the request went out. */
const UNREACHED_WHILE_CONNECTING: Readonly<Record<string, string>> = {
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
	const { codes, isConnecting } = lookInto(thrown);
	if (codes.some((code) => STOPPED.has(code))) {
		return { kind: 'stopped', message: 'The execution was stopped' };
	}
	const unreached = { ...UNREACHED, ...(isConnecting && UNREACHED_WHILE_CONNECTING) };
	const code = codes.find((known) => Object.hasOwn(unreached, known));
	if (code !== undefined) return { kind: 'unreached', message: unreached[code] };
	return { kind: 'interrupted', message: wordsFor(codes) };
}

function wordsFor(codes: readonly string[]): string {
	if (codes.includes('ENOSPC')) return 'No space is left on the disk of n8n';
	if (codes.includes('ERR_FR_TOO_MANY_REDIRECTS')) return 'The address redirects without end';
	const timedOut = codes.some((code) => TIMED_OUT.has(code));
	return timedOut ? 'No answer came in time' : 'The connection broke off';
}

function lookInto(thrown: unknown): { codes: string[]; isConnecting: boolean } {
	const codes: string[] = [];
	let isConnecting = false;
	let error = thrown;
	for (let depth = 0; depth < 5 && isRecord(error); depth += 1) {
		codes.push(...[error.code, error.httpCode].flatMap((code) => textOf(code) ?? []));
		isConnecting ||= error.syscall === 'connect';
		error = error.cause ?? error.reason;
	}
	return { codes, isConnecting };
}
