import { isRecord, nonEmptyString } from '../utils/json';
import type { RequestError } from './responseError';

/** The connection was never made, so nothing was sent. */
const NOT_SENT: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'The connection was refused',
	ENOTFOUND: 'Host not found',
	EAI_AGAIN: 'DNS lookup failed',
	ERR_INVALID_URL: 'The URL is invalid',
	CERT_HAS_EXPIRED: 'The certificate of the host has expired',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'The host has a self-signed certificate',
	SELF_SIGNED_CERT_IN_CHAIN: 'The certificate of the host is not trusted',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'The certificate of the host is not trusted',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'The certificate of the host is not trusted',
	ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate is for another host',
};

/** These two can also end a connection on which the request went out. */
const NOT_SENT_WHILE_CONNECTING: Readonly<Record<string, string>> = {
	EHOSTUNREACH: 'The host is unreachable',
	ENETUNREACH: 'The network is unreachable',
};

const TIMED_OUT = new Set(['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT']);
const ABORTED = new Set(['ERR_CANCELED', 'ABORT_ERR']);

/**
 * Converts what n8n's request helpers throw when there is no response. They wrap the network error
 * once or twice, so its code is searched along the chain of causes.
 *
 * The messages are our own: n8n replaces any message that contains a network code.
 */
export function fromNetworkError(thrown: unknown): RequestError {
	const { codes, isConnecting } = collectCodes(thrown);
	if (codes.some((code) => ABORTED.has(code))) {
		return { kind: 'aborted', message: 'The execution was stopped' };
	}
	const notSent = { ...NOT_SENT, ...(isConnecting && NOT_SENT_WHILE_CONNECTING) };
	const code = codes.find((known) => Object.hasOwn(notSent, known));
	if (code !== undefined) return { kind: 'notSent', message: notSent[code] };
	return { kind: 'connectionLost', message: messageFor(codes) };
}

function messageFor(codes: readonly string[]): string {
	if (codes.includes('ENOSPC')) return 'No disk space left on the n8n host';
	if (codes.includes('ERR_FR_TOO_MANY_REDIRECTS')) return 'Too many redirects';
	const timedOut = codes.some((code) => TIMED_OUT.has(code));
	return timedOut ? 'The request timed out' : 'The connection was closed';
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
