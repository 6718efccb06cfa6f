import { fromNetworkError } from '../../../nodes/Hailuo/transport/networkError';

const withCode = (code: string, more: object = {}) =>
	Object.assign(new Error(`connect ${code} 127.0.0.1:443`), { code, ...more });

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

const CODES: Array<[code: string, kind: string, message: RegExp]> = [
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
	// These can close a connection after the request was sent.
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

describe('fromNetworkError', () => {
	describe.each(SHAPES)('with an error thrown %s', (_, shape) => {
		it.each(CODES)('classifies %s as %s', (code, kind, message) => {
			expect(fromNetworkError(shape(withCode(code)))).toEqual({
				kind,
				message: expect.stringMatching(message),
			});
		});
	});

	it.each(['SsrfBlockedIpError', 'SsrfBlockedHostnameError'])(
		'classifies %s of n8n as blocked and names the setting that allows the host',
		(name) => {
			const error = Object.assign(new Error('blocked'), { name, code: 'ERR_BAD_REQUEST' });
			for (const [, shape] of SHAPES) {
				const { kind, suggestion } = fromNetworkError(shape(error));
				expect(kind).toBe('blocked');
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

	describe('with a connection that breaks after the request was sent', () => {
		/** A host that stops responding after the request was sent closes the connection with these codes, too. */
		it.each([
			['EHOSTUNREACH', 'read'],
			['EHOSTUNREACH', 'write'],
			['ENETUNREACH', 'read'],
		])('classifies %s on %s as connectionLost', (code, syscall) => {
			expect(fromNetworkError(withCode(code, { syscall })).kind).toBe('connectionLost');
		});
	});

	it.each(['EHOSTUNREACH', 'ENETUNREACH'])('classifies %s on connect as notSent', (code) => {
		expect(fromNetworkError(withCode(code, { syscall: 'connect' })).kind).toBe('notSent');
	});

	it('classifies an abort as aborted even if its cause is a closed connection', () => {
		const abort = Object.assign(new Error('canceled', { cause: withCode('ECONNRESET') }), {
			code: 'ERR_CANCELED',
		});
		expect(fromNetworkError(abort).kind).toBe('aborted');
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
	])('classifies %s as connectionLost', (_, thrown) => {
		expect(fromNetworkError(thrown).kind).toBe('connectionLost');
	});
});
