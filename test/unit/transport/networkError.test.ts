import { concludeCreate, type Reason } from '../../../nodes/Hailuo/transport/evidence';
import { fromNetworkError } from '../../../nodes/Hailuo/transport/networkError';

const withCode = (code: string, more: object = {}) =>
	Object.assign(new Error(`read ${code}`), { code, ...more });
const axiosError = (cause: { code: string }) =>
	Object.assign(new Error('Request failed', { cause }), { name: 'AxiosError', code: cause.code });
const nodeApiError = (cause: { code: string }, httpCode: string | null) =>
	Object.assign(new Error('Problem in node', { cause }), { name: 'NodeApiError', httpCode });

/** How n8n's request helpers throw an error. */
const SHAPES: Array<(error: { code: string }) => unknown> = [
	(error) => error,
	axiosError,
	(error) => nodeApiError(error, error.code),
	(error) => nodeApiError(axiosError(error), null),
];
const reasonsOf = (error: { code: string }) =>
	new Set(SHAPES.map((shape) => fromNetworkError(shape(error)).reason));

/** n8n replaces every message that contains one of these codes, in upper or lower case, with its own message. */
const REPLACED_CODES =
	/ECONN|ENOTFOUND|ETIMEDOUT|ERRADDRINUSE|EADDRNOTAVAIL|EHOSTUNREACH|EAI_AGAIN|ENOENT|EISDIR|ENOTDIR|EACCES|EEXIST|EPERM|GETADDRINFO/i;

const MAY_HAVE_BEEN_SENT = 'indeterminate';
// prettier-ignore
const CODES: Array<[create: string, Reason, message: RegExp, codes: string[]]> = [
	['retry', 'notSent', /refused/, ['ECONNREFUSED']],
	['retry', 'notSent', /Host not found/, ['ENOTFOUND']],
	['retry', 'notSent', /DNS lookup failed/, ['EAI_AGAIN']],
	['retry', 'notSent', /connection timed out/, ['UND_ERR_CONNECT_TIMEOUT']],
	['retry', 'notSent', /URL is invalid/, ['ERR_INVALID_URL']],
	['retry', 'notSent', /API key contains a character/, ['ERR_INVALID_CHAR']],
	['retry', 'notSent', /has expired/, ['CERT_HAS_EXPIRED']],
	['retry', 'notSent', /not valid yet/, ['CERT_NOT_YET_VALID']],
	['retry', 'notSent', /was revoked/, ['CERT_REVOKED']],
	['retry', 'notSent', /another host/, ['ERR_TLS_CERT_ALTNAME_INVALID', 'ERR_TLS_CERT_ALTNAME_FORMAT', 'HOSTNAME_MISMATCH']],
	['retry', 'notSent', /not trusted.*NODE_EXTRA_CA_CERTS/, [
		'CERT_CHAIN_TOO_LONG', 'CERT_REJECTED', 'CERT_SIGNATURE_FAILURE', 'CERT_UNTRUSTED', 'DEPTH_ZERO_SELF_SIGNED_CERT',
		'ERROR_IN_CERT_NOT_AFTER_FIELD', 'INVALID_CA', 'INVALID_PURPOSE', 'PATH_LENGTH_EXCEEDED', 'SELF_SIGNED_CERT_IN_CHAIN',
		'UNABLE_TO_GET_CRL', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	]],
	// OpenSSL raises these for any record of a connection, also after the request was sent.
	[MAY_HAVE_BEEN_SENT, 'unclear', /TLS connection failed.*http:\/\/ instead of https/, [
		'EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG', 'ERR_SSL_HTTP_REQUEST',
		'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'ERR_SSL_UNEXPECTED_EOF_WHILE_READING',
	]],
	[MAY_HAVE_BEEN_SENT, 'unclear', /timed out/, ['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT']],
	[MAY_HAVE_BEEN_SENT, 'unclear', /was closed/, [
		'ECONNRESET', 'EPIPE', 'HPE_INVALID_CONSTANT', 'ERR_BAD_RESPONSE', 'ESOMETHINGNEW', 'EHOSTUNREACH', 'INVALID_CARD',
	]],
	[MAY_HAVE_BEEN_SENT, 'unclear', /disk/, ['ENOSPC']],
	[MAY_HAVE_BEEN_SENT, 'aborted', /stopped/, ['ERR_CANCELED', 'ABORT_ERR']],
];

describe('fromNetworkError', () => {
	it.each(CODES)('concludes %s (%s, %p) from %j', (create, reason, message, codes) => {
		for (const code of codes) {
			for (const shape of SHAPES) {
				const error = fromNetworkError(shape(withCode(code)));
				expect([code, error]).toEqual([code, { reason, message: expect.stringMatching(message) }]);
				expect(concludeCreate(error)).toBe(create);
				expect(error.message).not.toMatch(REPLACED_CODES);
			}
		}
	});

	it.each(['SsrfBlockedIpError', 'SsrfBlockedHostnameError'])(
		'concludes from %s of n8n that nothing was sent, and names the setting that allows the host',
		(name) => {
			for (const shape of SHAPES) {
				const error = fromNetworkError(shape(withCode('ERR_BAD_REQUEST', { name })));
				expect(error.reason).toBe('blocked');
				expect(concludeCreate(error)).toBe('refused');
				expect(error.suggestion).toContain('N8N_SSRF_ALLOWED_HOSTNAMES');
			}
		},
	);

	describe('with an error that proves something only while connecting', () => {
		const CASES = ['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'];
		/** The attempts to connect to each address of a host, as Node reports them together. */
		const allOf = (...errors: unknown[]) =>
			Object.assign(new AggregateError(errors), { code: 'ETIMEDOUT' });
		const connecting = (code: string) => withCode(code, { syscall: 'connect' });

		it.each(CASES)('classifies %s by the system call', (code) => {
			for (const syscall of ['connect', 'getaddrinfo', 'queryA']) {
				expect(reasonsOf(withCode(code, { syscall }))).toEqual(new Set(['notSent']));
			}
			for (const syscall of ['read', 'write', undefined]) {
				expect(reasonsOf(withCode(code, { syscall }))).toEqual(new Set(['unclear']));
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
			expect(reasonsOf(allOf(...errors))).toEqual(new Set([reason]));
		});
	});

	it('classifies an abort as aborted even if its cause is a closed connection', () => {
		const abort = Object.assign(new Error('canceled', { cause: withCode('ECONNRESET') }), {
			code: 'ERR_CANCELED',
		});
		expect(fromNetworkError(abort).reason).toBe('aborted');
	});

	it('searches the reason that n8n puts an error into, too', () => {
		expect(fromNetworkError({ reason: withCode('ENOTFOUND') }).reason).toBe('notSent');
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
