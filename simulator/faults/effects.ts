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
	/** What the API's error says, and its format. */
	error?: Partial<ApiError>;
	/** `Retry-After` as a date, this many seconds after the response. */
	retryAfterDateS?: number;
	/** 302 to another URL; other kinds of redirects are a `status` with a `location` header. */
	redirect?: string;
	/** 302 to the same path at another host name, such as `localhost`. */
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

	/** The normal JSON with these fields changed, at the top level or in each entry of a list; null removes a field. */
	patch?: Record<string, unknown>;
	/** The normal batch or list with these fields changed in each entry; null removes a field. */
	patchEntries?: Record<string, unknown>;
	/** The HTTP status of the normal response. */
	httpStatus?: number;
	/** The normal response, followed by this text. */
	append?: string;
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
	const { status, body, error, redirect, moved, retryAfterDateS } = effect;
	const location = moved ? Object.assign(new URL(url), { hostname: moved }).href : redirect;
	if (location !== undefined) return { status: 302, headers: { location }, body: bodyOf('') };
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
	const { patch, patchEntries, append, contentType, gzip, content, cutBody } = effect;
	const headers = { ...normal.headers };
	let { body } = normal;
	if (patch) {
		body = patched(body, (value) =>
			Array.isArray(value)
				? value.map((entry: object) => withFields(entry, patch))
				: withFields(value, patch),
		);
	}
	if (patchEntries) {
		body = patched(body, (value) => {
			const entries = value.data as object[];
			return { ...value, data: entries.map((entry) => withFields(entry, patchEntries)) };
		});
	}
	if (append !== undefined) body = bodyOf(body.content.toString() + append);
	if (cutBody !== undefined) body = cut(body, cutBody);
	if (contentType !== undefined) headers['content-type'] = contentType;
	if (gzip) {
		body = bodyOf(gzipSync(content === undefined ? body.content : Buffer.from(content, 'latin1')));
		headers['content-encoding'] = 'gzip';
	}
	return { status: effect.httpStatus ?? normal.status, headers, body };
}

const patched = ({ content }: Body, change: (value: Record<string, unknown>) => object) =>
	jsonAnswer(200, change(JSON.parse(content.toString()) as Record<string, unknown>)).body;

/** An object with these fields changed; null removes a field. */
function withFields(value: object, fields: Record<string, unknown>): object {
	const entries = Object.entries({ ...value, ...fields });
	return Object.fromEntries(entries.filter(([name]) => fields[name] !== null));
}
