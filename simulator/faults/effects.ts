/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

import type { ApiError } from '../api/errors';
import { bodyOf, cut, jsonAnswer, textAnswer, type Answer, type Body } from '../http/answer';

/** What a fault changes. Fields can be combined, as far as that makes sense. */
export interface Effect {
	/** Another response. Without `body` it is the server's own error. */
	status?: number;
	headers?: Record<string, string>;
	/** An object is sent as JSON, a string unchanged. */
	body?: unknown;
	/** What the API's error says. */
	error?: Partial<ApiError>;
	/** `Retry-After` as a date, this many seconds after the response. */
	retryAfterDateS?: number;
	/** 302 to the same path at another host name, such as `localhost`. Other redirects are a `status` with a `location` header. */
	moved?: string;
	/** Never responds. */
	hang?: true;
	/** With another response or none: the request takes effect nevertheless. */
	accepted?: boolean;

	/** The response is sent this many ms after the request has taken effect. */
	lateMs?: number;
	/**
	 * Closes the connection: before the request takes effect; after it without a response, after the
	 * headers, or in the middle of the body.
	 */
	reset?: 'before' | 'afterAccepted' | 'afterHeaders' | 'midBody';
	/** Headers and half of the body, and then nothing more. */
	stall?: true;
	dripBytesPerSecond?: number;
	/** A middlebox answers with this text instead, below TLS, once the request has taken effect. */
	plainText?: string;

	/**
	 * Changes the normal JSON: to these fields, where null removes one, or to what the function makes of
	 * it; a string is sent unchanged.
	 */
	patch?: Record<string, unknown> | ((json: Record<string, unknown>) => unknown);
	/** The HTTP status of the normal response. */
	httpStatus?: number;
	/** A created task has its ID only in the header `Location`; the response has no body. */
	onlyLocation?: true;
	contentType?: string;
	/** Compressed even if not requested. */
	gzip?: true;
	/** With `gzip`: other content, one character per byte. */
	content?: string;
	/** The first bytes of the normal response, as if they were complete. */
	cutBody?: number;
}

/** What an effect can use. */
interface Context {
	/** Executes the request (a create creates its task) and returns the normal response. */
	readonly normal: () => Promise<Answer>;
	/** This server's error. */
	readonly refusal: (error: ApiError) => Answer;
	/** The request's URL: origin, path and query. */
	readonly url: string;
	/** The simulator's clock, ms. */
	readonly now: number;
}

/**
 * The response once the request has taken effect, unless the effect prevents that; undefined without a
 * response. How it is sent is decided by `deliver`.
 */
export async function responseTo(effect: Effect, context: Context): Promise<Answer | undefined> {
	const other = otherAnswer(effect, context);
	const isPrevented = other !== undefined || effect.hang === true || effect.reset === 'before';
	const normal = effect.accepted || !isPrevented ? await context.normal() : undefined;
	if (effect.lateMs !== undefined) await delay(effect.lateMs, undefined, { ref: false });
	return other ?? (normal && changed(normal, effect));
}

/** The response that replaces the normal one, if any. */
function otherAnswer(effect: Effect, { refusal, url, now }: Context): Answer | undefined {
	const { status, body, error, moved, retryAfterDateS } = effect;
	if (moved !== undefined) {
		const location = Object.assign(new URL(url), { hostname: moved }).href;
		return { status: 302, headers: { location }, body: bodyOf('') };
	}
	if (status === undefined) return undefined;
	const headers = { ...effect.headers };
	if (retryAfterDateS !== undefined) {
		headers['retry-after'] = new Date(now + retryAfterDateS * 1000).toUTCString();
	}
	if (typeof body === 'string') return textAnswer(status, body, headers);
	if (body !== undefined) return jsonAnswer(status, body, headers);
	const answer = refusal({ status, ...error });
	return { ...answer, headers: { ...answer.headers, ...headers } };
}

/** The normal response with the changes of an effect. */
function changed(normal: Answer, effect: Effect): Answer {
	const { patch, onlyLocation, contentType, gzip, content, cutBody } = effect;
	const headers = { ...normal.headers };
	let { body } = normal;
	if (patch) body = patched(body, patch);
	if (onlyLocation) {
		headers.location = `/v1/tasks/${String(jsonIn(body).id)}`;
		body = bodyOf('');
	}
	if (cutBody !== undefined) body = cut(body, cutBody);
	if (contentType !== undefined) headers['content-type'] = contentType;
	if (gzip) {
		body = bodyOf(gzipSync(content === undefined ? body.content : Buffer.from(content, 'latin1')));
		headers['content-encoding'] = 'gzip';
	}
	return { status: effect.httpStatus ?? normal.status, headers, body };
}

function patched(body: Body, patch: NonNullable<Effect['patch']>): Body {
	const json = jsonIn(body);
	if (typeof patch !== 'function') {
		const entries = Object.entries({ ...json, ...patch });
		const left = entries.filter(([name]) => patch[name] !== null);
		return jsonAnswer(200, Object.fromEntries(left)).body;
	}
	const other = patch(json);
	return typeof other === 'string' ? bodyOf(other) : jsonAnswer(200, other).body;
}

const jsonIn = ({ content }: Body) => JSON.parse(content.toString()) as Record<string, unknown>;
