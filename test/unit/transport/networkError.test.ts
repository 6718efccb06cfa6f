import type { Reason } from '../../../nodes/Hailuo/transport/evidence';
import { fromNetworkError } from '../../../nodes/Hailuo/transport/networkError';

const withCode = (code: string, more: object = {}) =>
	Object.assign(new Error(`read ${code}`), { code, ...more });

/** The error that n8n's request helper throws: the code is also in `httpCode`, the original error is the cause. */
const asNodeApiError = (cause: { code: string }) =>
	Object.assign(new Error('The connection cannot be established', { cause }), {
		name: 'NodeApiError',
		httpCode: cause.code,
	});
const asAxiosError = (cause: { code: string }) =>
	Object.assign(new Error('Request failed', { cause }), { name: 'AxiosError', code: cause.code });
const wrappedTwice = (cause: { code: string }) =>
	Object.assign(new Error('Problem in node', { cause: asAxiosError(cause) }), {
		name: 'NodeApiError',
		httpCode: null,
	});

/** n8n replaces every message that contains one of these codes, in upper or lower case, with its own message. */
const REPLACED_CODES =
	/ECONN|ENOTFOUND|ETIMEDOUT|ERRADDRINUSE|EADDRNOTAVAIL|EHOSTUNREACH|EAI_AGAIN|ENOENT|EISDIR|ENOTDIR|EACCES|EEXIST|EPERM|GETADDRINFO/i;

const SHAPES = [
	['unchanged', (error: { code: string }) => error],
	['as an AxiosError', asAxiosError],
	['as a NodeApiError', asNodeApiError],
	['as the cause of a cause', wrappedTwice],
] as const;

const CODES: Array<[code: string, reason: Reason, message: RegExp]> = [
	['ECONNREFUSED', 'notSent', /refused/],
	['ENOTFOUND', 'notSent', /Host not found/],
	['EAI_AGAIN', 'notSent', /DNS lookup failed/],
	['UND_ERR_CONNECT_TIMEOUT', 'notSent', /connection timed out/],
	['CERT_HAS_EXPIRED', 'notSent', /expired/],
	['ERR_INVALID_URL', 'notSent', /URL is invalid/],
	['ERR_INVALID_CHAR', 'notSent', /API key contains a character/],
	['CERT_NOT_YET_VALID', 'notSent', /not valid yet/],
	['CERT_REVOKED', 'notSent', /revoked/],
	['CERT_UNTRUSTED', 'notSent', /not trusted.*NODE_EXTRA_CA_CERTS/],
	['DEPTH_ZERO_SELF_SIGNED_CERT', 'notSent', /NODE_EXTRA_CA_CERTS/],
	['SELF_SIGNED_CERT_IN_CHAIN', 'notSent', /not trusted/],
	['UNABLE_TO_GET_ISSUER_CERT', 'notSent', /not trusted/],
	['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'notSent', /not trusted/],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'notSent', /not trusted/],
	['ERR_TLS_CERT_ALTNAME_INVALID', 'notSent', /another host/],
	['HOSTNAME_MISMATCH', 'notSent', /another host/],
	// OpenSSL raises these for any record of a connection, also after the request was sent.
	['EPROTO', 'unclear', /http:\/\/ instead of https/],
	['ERR_SSL_WRONG_VERSION_NUMBER', 'unclear', /http:\/\/ instead of https/],
	['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'unclear', /TLS connection failed/],
	['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'unclear', /TLS connection failed/],
	['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', 'unclear', /TLS connection failed/],
	['ERR_SSL_HTTP_REQUEST', 'unclear', /TLS connection failed/],
	['ERR_SSL_NO_PROTOCOLS_AVAILABLE', 'unclear', /TLS connection failed/],
	['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'unclear', /TLS connection failed/],
	['ERR_SSL_UNSUPPORTED_PROTOCOL', 'unclear', /TLS connection failed/],
	['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', 'unclear', /TLS connection failed/],
	['ERR_SSL_UNEXPECTED_EOF_WHILE_READING', 'unclear', /TLS connection failed/],
	['ECONNABORTED', 'unclear', /timed out/],
	['ETIMEDOUT', 'unclear', /timed out/],
	['ESOCKETTIMEDOUT', 'unclear', /timed out/],
	['ECONNRESET', 'unclear', /was closed/],
	['EPIPE', 'unclear', /was closed/],
	['HPE_INVALID_CONSTANT', 'unclear', /was closed/],
	['ERR_BAD_RESPONSE', 'unclear', /was closed/],
	['ESOMETHINGNEW', 'unclear', /was closed/],
	['ENOSPC', 'unclear', /disk/],
	['ERR_CANCELED', 'aborted', /stopped/],
	['ABORT_ERR', 'aborted', /stopped/],
];

describe('fromNetworkError', () => {
	describe.each(SHAPES)('with an error thrown %s', (_, shape) => {
		it.each(CODES)('classifies %s as %s', (code, reason, message) => {
			expect(fromNetworkError(shape(withCode(code)))).toEqual({
				reason,
				message: expect.stringMatching(message),
			});
		});
	});

	it.each(['SsrfBlockedIpError', 'SsrfBlockedHostnameError'])(
		'classifies %s of n8n as blocked and names the setting that allows the host',
		(name) => {
			const error = Object.assign(new Error('blocked'), { name, code: 'ERR_BAD_REQUEST' });
			for (const [, shape] of SHAPES) {
				const { reason, suggestion } = fromNetworkError(shape(error));
				expect(reason).toBe('blocked');
				expect(suggestion).toContain('N8N_SSRF_ALLOWED_HOSTNAMES');
			}
		},
	);

	it.each(CODES)(
		'describes %s without a network code, because n8n would replace the message',
		(code) => {
			const { message } = fromNetworkError(withCode(code));
			expect(message).not.toMatch(REPLACED_CODES);
		},
	);

	describe('with an error that proves something only while connecting', () => {
		const CASES = ['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'];
		/** The attempts to connect to each address of a host, as Node reports them together. */
		const allOf = (...errors: unknown[]) =>
			Object.assign(new AggregateError(errors), { code: 'ETIMEDOUT' });
		const connecting = (code: string) => withCode(code, { syscall: 'connect' });

		it.each(CASES)('classifies %s by the system call', (code) => {
			for (const [, shape] of SHAPES) {
				expect(fromNetworkError(shape(connecting(code))).reason).toBe('notSent');
				expect(fromNetworkError(shape(withCode(code, { syscall: 'read' }))).reason).toBe('unclear');
				expect(fromNetworkError(shape(withCode(code, { syscall: 'write' }))).reason).toBe(
					'unclear',
				);
			}
		});

		it.each(CASES)('classifies %s by the message if n8n has dropped the system call', (code) => {
			const error = Object.assign(new Error(`connect ${code} 203.0.113.1:443`), { code });
			expect(fromNetworkError(error).reason).toBe('notSent');
		});

		it.each<[Reason, string, unknown[]]>([
			['notSent', 'all time out', [connecting('ETIMEDOUT'), connecting('ETIMEDOUT')]],
			['notSent', 'each fails to connect', [connecting('ECONNREFUSED'), connecting('ENETUNREACH')]],
			['unclear', 'one was connected', [connecting('ETIMEDOUT'), withCode('ECONNRESET')]],
			['unclear', 'nothing is known of one', [connecting('ETIMEDOUT'), new Error('broken')]],
			['unclear', 'there are none', []],
		])('returns %s for several attempts if %s', (reason, _, errors) => {
			for (const [, shape] of SHAPES) {
				expect(fromNetworkError(shape(allOf(...errors))).reason).toBe(reason);
			}
		});
	});

	it('classifies an abort as aborted even if its cause is a closed connection', () => {
		const abort = Object.assign(new Error('canceled', { cause: withCode('ECONNRESET') }), {
			code: 'ERR_CANCELED',
		});
		expect(fromNetworkError(abort).reason).toBe('aborted');
	});

	it('reports a timeout when the cause of the error is a timeout', () => {
		const error = Object.assign(new Error('No', { cause: withCode('ETIMEDOUT') }), {
			code: 'ERR_NETWORK',
		});
		expect(fromNetworkError(error).message).toBe('The request timed out');
	});

	const circular: { cause?: unknown } = {};
	circular.cause = circular;

	it.each([
		['undefined', undefined],
		['null', null],
		['text', 'aborted'],
		['an error without a code', new Error('aborted')],
		['a numeric code', { code: 429 }],
		['a code that is the name of an object property', { code: 'constructor' }],
		['a circular cause', circular],
	])('classifies %s as unclear', (_, thrown) => {
		expect(fromNetworkError(thrown).reason).toBe('unclear');
	});
});
