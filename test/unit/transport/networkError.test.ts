import { fromNetworkError } from '../../../nodes/Hailuo/transport/networkError';

const withCode = (code: string, more: object = {}) =>
	Object.assign(new Error(`connect ${code} 127.0.0.1:443`), { code, ...more });

/** n8n's error, as its request helper throws it: the code once more as `httpCode`, the rest as cause. */
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

/** n8n replaces a message in which it finds one of these, in any case, with a sentence of its own. */
const NETWORK_WORDS =
	/ECONN|ENOTFOUND|ETIMEDOUT|ERRADDRINUSE|EADDRNOTAVAIL|EHOSTUNREACH|EAI_AGAIN|ENOENT|EISDIR|ENOTDIR|EACCES|EEXIST|EPERM|GETADDRINFO/i;

const SHAPES = [
	['as it is', (error: { code: string }) => error],
	['as an AxiosError', asAxiosError],
	['as a NodeApiError', asNodeApiError],
	['as cause of a cause', wrappedTwice],
] as const;

const CODES: Array<[code: string, kind: string, words: RegExp]> = [
	['ECONNREFUSED', 'notSent', /refused/],
	['ENOTFOUND', 'notSent', /Host not found/],
	['EAI_AGAIN', 'notSent', /DNS lookup failed/],
	['CERT_HAS_EXPIRED', 'notSent', /expired/],
	['DEPTH_ZERO_SELF_SIGNED_CERT', 'notSent', /certificate/],
	['ERR_INVALID_URL', 'notSent', /URL is invalid/],
	['EPROTO', 'notSent', /http:\/\/ instead of https/],
	['ERR_SSL_WRONG_VERSION_NUMBER', 'notSent', /http:\/\/ instead of https/],
	['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'notSent', /TLS connection failed/],
	['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'notSent', /other TLS versions/],
	['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', 'notSent', /TLS connection failed/],
	['CERT_NOT_YET_VALID', 'notSent', /not valid yet/],
	['CERT_REVOKED', 'notSent', /revoked/],
	['CERT_UNTRUSTED', 'notSent', /not trusted/],
	['SELF_SIGNED_CERT_IN_CHAIN', 'notSent', /not trusted/],
	['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'notSent', /not trusted/],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'notSent', /not trusted/],
	['ERR_SSL_HTTP_REQUEST', 'notSent', /TLS connection failed/],
	['ERR_SSL_NO_PROTOCOLS_AVAILABLE', 'notSent', /TLS connection failed/],
	['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'notSent', /TLS connection failed/],
	['ERR_SSL_UNSUPPORTED_PROTOCOL', 'notSent', /TLS connection failed/],
	['UNABLE_TO_GET_ISSUER_CERT', 'notSent', /not trusted/],
	['HOSTNAME_MISMATCH', 'notSent', /another host/],
	// These can end a connection on which the request went out.
	['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', 'connectionLost', /was closed/],
	['ERR_SSL_UNEXPECTED_EOF_WHILE_READING', 'connectionLost', /was closed/],
	['ECONNABORTED', 'connectionLost', /timed out/],
	['ETIMEDOUT', 'connectionLost', /timed out/],
	['ESOCKETTIMEDOUT', 'connectionLost', /timed out/],
	['ECONNRESET', 'connectionLost', /was closed/],
	['EPIPE', 'connectionLost', /was closed/],
	['ERR_BAD_RESPONSE', 'connectionLost', /was closed/],
	['ESOMETHINGNEW', 'connectionLost', /was closed/],
	['ENOSPC', 'connectionLost', /disk/],
	['ERR_CANCELED', 'aborted', /stopped/],
	['ABORT_ERR', 'aborted', /stopped/],
];

describe('networkError', () => {
	describe.each(SHAPES)('%s', (_, shape) => {
		it.each(CODES)('%s is %s', (code, kind, words) => {
			expect(fromNetworkError(shape(withCode(code)))).toEqual({
				kind,
				message: expect.stringMatching(words),
			});
		});
	});

	it.each(['SsrfBlockedIpError', 'SsrfBlockedHostnameError'])(
		'%s of n8n was never sent, and names the setting',
		(name) => {
			const error = Object.assign(new Error('blocked'), { name, code: 'ERR_BAD_REQUEST' });
			for (const [, shape] of SHAPES) {
				const { kind, suggestion } = fromNetworkError(shape(error));
				expect(kind).toBe('blocked');
				expect(suggestion).toContain('N8N_SSRF_ALLOWED_HOSTNAMES');
			}
		},
	);

	it.each(CODES)('%s: the words name no network code, which n8n would replace', (code) => {
		const { message } = fromNetworkError(withCode(code));
		expect(message).not.toMatch(NETWORK_WORDS);
	});

	describe('may have arrived', () => {
		/** A host that falls silent after the request went out ends the connection with these codes too. */
		it.each([
			['EHOSTUNREACH', 'read'],
			['EHOSTUNREACH', 'write'],
			['ENETUNREACH', 'read'],
		])('%s on %s', (code, syscall) => {
			expect(fromNetworkError(withCode(code, { syscall })).kind).toBe('connectionLost');
		});
	});

	it.each(['EHOSTUNREACH', 'ENETUNREACH'])('%s while connecting never arrived', (code) => {
		expect(fromNetworkError(withCode(code, { syscall: 'connect' })).kind).toBe('notSent');
	});

	it('is a stop even where the broken connection is its cause', () => {
		const stop = Object.assign(new Error('canceled', { cause: withCode('ECONNRESET') }), {
			code: 'ERR_CANCELED',
		});
		expect(fromNetworkError(stop).kind).toBe('aborted');
	});

	it('is a time-out where a cause tells so', () => {
		const error = Object.assign(new Error('No', { cause: withCode('ETIMEDOUT') }), {
			code: 'ERR_NETWORK',
		});
		expect(fromNetworkError(error).message).toBe('The request timed out');
	});

	const circular: { cause?: unknown } = {};
	circular.cause = circular;

	it.each([
		['nothing', undefined],
		['null', null],
		['text', 'aborted'],
		['an error without a code', new Error('aborted')],
		['a code that is no text', { code: 429 }],
		['a name that every object has', { code: 'constructor' }],
		['a circle', circular],
	])('%s is an interruption', (_, thrown) => {
		expect(fromNetworkError(thrown).kind).toBe('connectionLost');
	});
});
