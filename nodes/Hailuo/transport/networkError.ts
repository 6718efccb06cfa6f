import { asArray, isRecord, nonEmptyString } from '../utils/json';
import type { RequestError } from './evidence';

/**
 * - `notSent`: there was no connection, the certificate was rejected before the request, or the request
 *   could not be built
 * - `whileConnecting`: the same, but only if the error was raised while connecting or by DNS
 * - `nothing`: the request may have been sent
 */
type Proves = 'notSent' | 'whileConnecting' | 'nothing';

/**
 * What error codes prove, and their message. Source of the certificate errors, which are raised before
 * anything is sent: the X.509 certificate error codes in Node's documentation of `tls`. OpenSSL's own
 * errors (`ERR_SSL_…`) are raised for any record of a connection, also after the request was sent.
 * `ETIMEDOUT` has two rows: while connecting, and later.
 */
// prettier-ignore
const CODES: ReadonlyArray<[codes: RegExp, proves: Proves, message: string]> = [
	[/^ECONNREFUSED$/, 'notSent', 'The connection was refused'],
	[/^ENOTFOUND$/, 'notSent', 'Host not found'],
	[/^EAI_AGAIN$/, 'notSent', 'DNS lookup failed'],
	[/^ERR_INVALID_URL$/, 'notSent', 'The URL is invalid'],
	[/^ERR_INVALID_CHAR$/, 'notSent', 'The API key contains a character that cannot be sent'],
	[/^UND_ERR_CONNECT_TIMEOUT$/, 'notSent', 'The connection timed out'],
	[/^CERT_HAS_EXPIRED$/, 'notSent', 'The certificate of the host has expired'],
	[/^CERT_NOT_YET_VALID$/, 'notSent', 'The certificate of the host is not valid yet: check the clock of the n8n host'],
	[/^CERT_REVOKED$/, 'notSent', 'The certificate of the host was revoked'],
	[/^(ERR_TLS_CERT_ALTNAME_(INVALID|FORMAT)|HOSTNAME_MISMATCH)$/, 'notSent', 'The certificate is for another host'],
	[/^(CERT_|DEPTH_ZERO_|ERROR_IN_CERT_|INVALID_(CA|PURPOSE)$|PATH_LENGTH_|SELF_SIGNED_|UNABLE_TO_)/, 'notSent', 'The certificate of the host is not trusted. For a certificate of your own, set NODE_EXTRA_CA_CERTS on the n8n host'],
	[/^EHOSTUNREACH$/, 'whileConnecting', 'The host is unreachable'],
	[/^ENETUNREACH$/, 'whileConnecting', 'The network is unreachable'],
	[/^ETIMEDOUT$/, 'whileConnecting', 'The connection timed out'],
	[/^ENOSPC$/, 'nothing', 'No disk space left on the n8n host'],
	[/^(EPROTO$|ERR_SSL_)/, 'nothing', 'The TLS connection failed: the port may expect http:// instead of https://, or a proxy may have interrupted it'],
	[/^(ECONNABORTED|ETIMEDOUT|ESOCKETTIMEDOUT)$/, 'nothing', 'The request timed out'],
];

/** n8n's SSRF protection, which an administrator can turn on, checks a host before connecting. */
const BLOCKED_BY_N8N: RequestError = {
	reason: 'blocked',
	message: "n8n's SSRF protection does not allow this host",
	suggestion:
		'An n8n administrator can allow it with N8N_SSRF_ALLOWED_HOSTNAMES or N8N_SSRF_ALLOWED_IP_RANGES.',
};

const ABORT_CODES = ['ERR_CANCELED', 'ABORT_ERR'];

/**
 * Converts what n8n's request helpers throw if there is no response. They wrap the network error once
 * or twice, so the chain of causes is searched for its code.
 *
 * The messages are our own: n8n replaces any message that contains a network code.
 */
export function fromNetworkError(thrown: unknown): RequestError {
	const causes = causesOf(thrown);
	const codes = causes.flatMap(codesOf);
	if (codes.some((code) => ABORT_CODES.includes(code))) {
		return { reason: 'aborted', message: 'The execution was stopped' };
	}
	if (causes.some(({ name }) => /^SsrfBlocked/.test(String(name)))) return BLOCKED_BY_N8N;
	const notSent = causes.map(notSentMessage).find((message) => message !== undefined);
	if (notSent !== undefined) return { reason: 'notSent', message: notSent };
	const message = messageFor(codes, ['nothing']) ?? 'The connection was closed';
	return { reason: 'unclear', message };
}

/** @returns why nothing was sent; undefined if that is not proven */
function notSentMessage(error: Record<string, unknown>): string | undefined {
	// One attempt per address of the host. All of them must have failed to connect.
	const attempts = asArray(error.errors).filter(isRecord).map(notSentMessage);
	if (attempts.length > 0 && attempts.every(Boolean)) return attempts[0];
	const isConnecting =
		/^(connect|getaddrinfo|query)/.test(String(error.syscall)) ||
		/^connect E/.test(String(error.message));
	return messageFor(codesOf(error), isConnecting ? ['notSent', 'whileConnecting'] : ['notSent']);
}

function messageFor(codes: readonly string[], proving: readonly Proves[]): string | undefined {
	const row = CODES.find(
		([known, proves]) => proving.includes(proves) && codes.some((code) => known.test(code)),
	);
	return row?.[2];
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
