import { isRecord, nonEmptyString } from '../utils/json';
import type { RequestError } from './responseError';

/** The connection was never made, so nothing was sent. */
const NOT_SENT: Readonly<Record<string, string>> = {
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
const NOT_SENT_WHILE_CONNECTING: Readonly<Record<string, string>> = {
	EHOSTUNREACH: 'The host cannot be reached',
	ENETUNREACH: 'The network cannot be reached',
};

const TIMED_OUT = new Set(['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT']);
const ABORTED = new Set(['ERR_CANCELED', 'ABORT_ERR']);

/**
 * Turns what n8n's request helpers throw where no answer came into a fault. They wrap the network
 * error once or twice, so its code is looked for along the chain of causes.
 *
 * The words are ours: n8n replaces any message that contains a network code with a sentence of its own.
 */
export function fromNetworkError(thrown: unknown): RequestError {
	const { codes, isConnecting } = collectCodes(thrown);
	if (codes.some((code) => ABORTED.has(code))) {
		return { kind: 'stopped', message: 'The execution was stopped' };
	}
	const unreached = { ...NOT_SENT, ...(isConnecting && NOT_SENT_WHILE_CONNECTING) };
	const code = codes.find((known) => Object.hasOwn(unreached, known));
	if (code !== undefined) return { kind: 'unreached', message: unreached[code] };
	return { kind: 'interrupted', message: messageFor(codes) };
}

function messageFor(codes: readonly string[]): string {
	if (codes.includes('ENOSPC')) return 'No space is left on the disk of n8n';
	if (codes.includes('ERR_FR_TOO_MANY_REDIRECTS')) return 'The address redirects without end';
	const timedOut = codes.some((code) => TIMED_OUT.has(code));
	return timedOut ? 'No answer came in time' : 'The connection broke off';
}

function collectCodes(thrown: unknown): { codes: string[]; isConnecting: boolean } {
	const codes: string[] = [];
	let isConnecting = false;
	let error = thrown;
	for (let depth = 0; depth < 5 && isRecord(error); depth += 1) {
		codes.push(...[error.code, error.httpCode].flatMap((code) => nonEmptyString(code) ?? []));
		isConnecting ||= error.syscall === 'connect';
		error = error.cause ?? error.reason;
	}
	return { codes, isConnecting };
}
