import { isRecord, nonEmptyString } from '../utils/json';
import type { RequestError } from './responseError';

const NO_TLS =
	'The TLS connection failed: the port may expect http:// instead of https://, or other TLS versions';
const NOT_TRUSTED = 'The certificate of the host is not trusted';
const WRONG_HOST = 'The certificate is for another host';

/** Source: the X.509 certificate error codes in Node's documentation of `tls`. */
const UNTRUSTED_CERTIFICATE = [
	'CERT_CHAIN_TOO_LONG',
	'CERT_REJECTED',
	'CERT_SIGNATURE_FAILURE',
	'CERT_UNTRUSTED',
	'ERROR_IN_CERT_NOT_AFTER_FIELD',
	'ERROR_IN_CERT_NOT_BEFORE_FIELD',
	'INVALID_CA',
	'INVALID_PURPOSE',
	'PATH_LENGTH_EXCEEDED',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
	'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
	'UNABLE_TO_GET_CRL',
	'UNABLE_TO_GET_ISSUER_CERT',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

/**
 * OpenSSL's reasons for a handshake that failed before any data was sent. Reasons that can also end a
 * connection on which the request was sent (bad record MAC, unexpected end, internal error) are not
 * included.
 */
const FAILED_HANDSHAKE = [
	'BAD_ECPOINT',
	'CA_MD_TOO_WEAK',
	'DH_KEY_TOO_SMALL',
	'EE_KEY_TOO_SMALL',
	'HTTP_REQUEST',
	'HTTPS_PROXY_REQUEST',
	'NO_CIPHERS_AVAILABLE',
	'NO_PROTOCOLS_AVAILABLE',
	'NO_SHARED_CIPHER',
	'PACKET_LENGTH_TOO_LONG',
	'SSLV3_ALERT_HANDSHAKE_FAILURE',
	'SSL/TLS_ALERT_HANDSHAKE_FAILURE',
	'TLSV1_ALERT_INSUFFICIENT_SECURITY',
	'TLSV1_ALERT_PROTOCOL_VERSION',
	'TLSV1_UNRECOGNIZED_NAME',
	'UNKNOWN_PROTOCOL',
	'UNSAFE_LEGACY_RENEGOTIATION_DISABLED',
	'UNSUPPORTED_PROTOCOL',
	'VERSION_TOO_LOW',
	'WRONG_SSL_VERSION',
	'WRONG_VERSION_NUMBER',
];

/** The connection was never established, so nothing was sent. */
const NOT_SENT: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'The connection was refused',
	ENOTFOUND: 'Host not found',
	EAI_AGAIN: 'DNS lookup failed',
	ERR_INVALID_URL: 'The URL is invalid',
	EPROTO: NO_TLS,
	CERT_HAS_EXPIRED: 'The certificate of the host has expired',
	CERT_NOT_YET_VALID:
		'The certificate of the host is not valid yet: check the clock of the n8n host',
	CERT_REVOKED: 'The certificate of the host was revoked',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'The host has a self-signed certificate',
	ERR_TLS_CERT_ALTNAME_INVALID: WRONG_HOST,
	ERR_TLS_CERT_ALTNAME_FORMAT: WRONG_HOST,
	HOSTNAME_MISMATCH: WRONG_HOST,
	...Object.fromEntries(UNTRUSTED_CERTIFICATE.map((code) => [code, NOT_TRUSTED])),
	...Object.fromEntries(FAILED_HANDSHAKE.map((reason) => [`ERR_SSL_${reason}`, NO_TLS])),
};

/** These two can also end a connection on which the request was sent. */
const NOT_SENT_WHILE_CONNECTING: Readonly<Record<string, string>> = {
	EHOSTUNREACH: 'The host is unreachable',
	ENETUNREACH: 'The network is unreachable',
};

/** n8n's SSRF protection, which an administrator can turn on, checks a host before connecting. */
const BLOCKED_BY_N8N: RequestError = {
	kind: 'blocked',
	message: "n8n's SSRF protection does not allow this host",
	suggestion:
		'An n8n administrator can allow it with N8N_SSRF_ALLOWED_HOSTNAMES or N8N_SSRF_ALLOWED_IP_RANGES.',
};

const TIMED_OUT = new Set(['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT']);
const ABORTED = new Set(['ERR_CANCELED', 'ABORT_ERR']);

/**
 * Converts what n8n's request helpers throw if there is no response. They wrap the network error once
 * or twice, so the chain of causes is searched for its code.
 *
 * The messages are our own: n8n replaces any message that contains a network code.
 */
export function fromNetworkError(thrown: unknown): RequestError {
	const { codes, isConnecting, isBlocked } = collectCodes(thrown);
	if (codes.some((code) => ABORTED.has(code))) {
		return { kind: 'aborted', message: 'The execution was stopped' };
	}
	if (isBlocked) return BLOCKED_BY_N8N;
	const notSent = { ...NOT_SENT, ...(isConnecting && NOT_SENT_WHILE_CONNECTING) };
	const code = codes.find((known) => Object.hasOwn(notSent, known));
	if (code !== undefined) return { kind: 'notSent', message: notSent[code] };
	return { kind: 'connectionLost', message: messageFor(codes) };
}

function messageFor(codes: readonly string[]): string {
	if (codes.includes('ENOSPC')) return 'No disk space left on the n8n host';
	const timedOut = codes.some((code) => TIMED_OUT.has(code));
	return timedOut ? 'The request timed out' : 'The connection was closed';
}

function collectCodes(thrown: unknown) {
	const codes: string[] = [];
	let isConnecting = false;
	let isBlocked = false;
	let error = thrown;
	for (let depth = 0; depth < 5 && isRecord(error); depth += 1) {
		codes.push(...[error.code, error.httpCode].flatMap((code) => nonEmptyString(code) ?? []));
		isConnecting ||= error.syscall === 'connect';
		isBlocked ||= /^SsrfBlocked/.test(String(error.name));
		error = error.cause ?? error.reason;
	}
	return { codes, isConnecting, isBlocked };
}
