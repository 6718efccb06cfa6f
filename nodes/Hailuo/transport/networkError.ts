import { asArray, isRecord, nonEmptyString } from '../utils/json';
import type { RequestError } from './evidence';

const NOT_TRUSTED =
	'The certificate of the host is not trusted. For a certificate of your own, set NODE_EXTRA_CA_CERTS on the n8n host';
const WRONG_HOST = 'The certificate is for another host';

/**
 * Certificate errors, which are raised before anything is sent. Source: the X.509 certificate error codes
 * in Node's documentation of `tls`.
 */
const UNTRUSTED_CERTIFICATE =
	/^(CERT_|DEPTH_ZERO_|ERROR_IN_CERT_|INVALID_(CA|PURPOSE)$|PATH_LENGTH_|SELF_SIGNED_|UNABLE_TO_)/;

/**
 * Nothing was sent: there was no connection, the certificate was rejected before the request, or the
 * request could not be built. OpenSSL's own errors are not included: they are raised for any record of a
 * connection, also after the request was sent.
 */
const NOT_SENT: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'The connection was refused',
	ENOTFOUND: 'Host not found',
	EAI_AGAIN: 'DNS lookup failed',
	ERR_INVALID_URL: 'The URL is invalid',
	ERR_INVALID_CHAR: 'The API key contains a character that cannot be sent',
	UND_ERR_CONNECT_TIMEOUT: 'The connection timed out',
	CERT_HAS_EXPIRED: 'The certificate of the host has expired',
	CERT_NOT_YET_VALID:
		'The certificate of the host is not valid yet: check the clock of the n8n host',
	CERT_REVOKED: 'The certificate of the host was revoked',
	ERR_TLS_CERT_ALTNAME_INVALID: WRONG_HOST,
	ERR_TLS_CERT_ALTNAME_FORMAT: WRONG_HOST,
	HOSTNAME_MISMATCH: WRONG_HOST,
};

/** Codes that prove that nothing was sent only if they come from connecting or from DNS. */
const WHILE_CONNECTING: Readonly<Record<string, string>> = {
	EHOSTUNREACH: 'The host is unreachable',
	ENETUNREACH: 'The network is unreachable',
	ETIMEDOUT: 'The connection timed out',
};

/** n8n's SSRF protection, which an administrator can turn on, checks a host before connecting. */
const BLOCKED_BY_N8N: RequestError = {
	reason: 'blocked',
	message: "n8n's SSRF protection does not allow this host",
	suggestion:
		'An n8n administrator can allow it with N8N_SSRF_ALLOWED_HOSTNAMES or N8N_SSRF_ALLOWED_IP_RANGES.',
};

const TIMED_OUT = new Set(['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT']);
const ABORT_CODES = new Set(['ERR_CANCELED', 'ABORT_ERR']);

/**
 * Converts what n8n's request helpers throw if there is no response. They wrap the network error once
 * or twice, so the chain of causes is searched for its code.
 *
 * The messages are our own: n8n replaces any message that contains a network code.
 */
export function fromNetworkError(thrown: unknown): RequestError {
	const causes = causesOf(thrown);
	const codes = causes.flatMap(codesOf);
	if (codes.some((code) => ABORT_CODES.has(code))) {
		return { reason: 'aborted', message: 'The execution was stopped' };
	}
	if (causes.some(({ name }) => /^SsrfBlocked/.test(String(name)))) return BLOCKED_BY_N8N;
	const notSent = causes.map(notSentMessage).find((message) => message !== undefined);
	if (notSent !== undefined) return { reason: 'notSent', message: notSent };
	return { reason: 'unclear', message: messageFor(codes) };
}

/** @returns why nothing was sent; undefined if that is not proven */
function notSentMessage(error: Record<string, unknown>): string | undefined {
	// One attempt per address of the host. All of them must have failed to connect.
	const attempts = asArray(error.errors).filter(isRecord).map(notSentMessage);
	if (attempts.length > 0 && attempts.every(Boolean)) return attempts[0];
	const isConnecting =
		/^(connect|getaddrinfo|query)/.test(String(error.syscall)) ||
		/^connect E/.test(String(error.message));
	const known = new Map(Object.entries({ ...NOT_SENT, ...(isConnecting && WHILE_CONNECTING) }));
	const codes = codesOf(error);
	const message = codes.map((code) => known.get(code)).find(Boolean);
	const isUntrusted = codes.some((code) => UNTRUSTED_CERTIFICATE.test(code));
	return message ?? (isUntrusted ? NOT_TRUSTED : undefined);
}

function messageFor(codes: readonly string[]): string {
	if (codes.includes('ENOSPC')) return 'No disk space left on the n8n host';
	if (codes.some((code) => code === 'EPROTO' || code.startsWith('ERR_SSL_'))) {
		return 'The TLS connection failed: the port may expect http:// instead of https://, or a proxy may have interrupted it';
	}
	const timedOut = codes.some((code) => TIMED_OUT.has(code));
	return timedOut ? 'The request timed out' : 'The connection was closed';
}

function causesOf(thrown: unknown): Array<Record<string, unknown>> {
	const causes: Array<Record<string, unknown>> = [];
	let error = thrown;
	while (isRecord(error) && causes.length < 5) {
		causes.push(error);
		error = error.cause ?? error.reason;
	}
	return causes;
}

function codesOf({ code, httpCode }: Record<string, unknown>): string[] {
	return [code, httpCode].flatMap((each) => nonEmptyString(each) ?? []);
}
