/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

import type { ApiError } from '../api/errors';
import {
	bytes,
	concat,
	cut,
	EMPTY_BODY,
	jsonAnswer,
	textAnswer,
	textOf,
	type Answer,
} from '../http/answer';

/** How a response is sent. */
export type Delivery =
	| { readonly kind: 'whole'; readonly answer: Answer; readonly bytesPerSecond?: number }
	/** Headers and the first bytes of the body, then the connection is closed or nothing more is sent. */
	| {
			readonly kind: 'start';
			readonly answer: Answer;
			readonly length: number;
			readonly thenSilence?: true;
	  }
	| { readonly kind: 'reset' }
	/** Text on the connection itself, which is neither TLS nor HTTP. */
	| { readonly kind: 'raw'; readonly text: string }
	| { readonly kind: 'never' };

/** The functions and values that an effect can use. */
export interface FaultContext {
	/** Executes the request (a create creates its task) and returns the normal response. */
	readonly normal: () => Promise<Answer>;
	/** This server's error. */
	readonly refusal: (error: ApiError) => Answer;
	/** The API key of the request; empty if it has none. */
	readonly key: string;
	/** The request's URL: origin, path and query. */
	readonly url: string;
	/** The simulator's clock, ms. */
	readonly now: number;
}

const whole = (answer: Answer): Delivery => ({ kind: 'whole', answer });

const half = (answer: Answer) =>
	({ kind: 'start', answer, length: Math.floor(answer.body.length / 2) }) as const;

const redirectTo = (location: string): Delivery =>
	whole({ status: 302, headers: { location }, body: EMPTY_BODY });

function retryAfterDate(inS: number | undefined, now: number): Record<string, string> {
	if (inS === undefined) return {};
	return { 'retry-after': new Date(now + inS * 1000).toUTCString() };
}

/** An object with these fields changed; null removes a field. */
function patched(value: object, patch: Record<string, unknown>): object {
	const fields = Object.entries({ ...value, ...patch });
	return Object.fromEntries(fields.filter(([name]) => patch[name] !== null));
}

/** All effects of faults, by the field that selects them in a rule; the type of rules follows. */
const EFFECTS = {
	/** Another response. Without `body` it is the server's own error; `accepted`: the request takes effect. */
	async status(
		effect: {
			status: number;
			headers?: Record<string, string>;
			/** An object is sent as JSON, a string unchanged. */
			body?: unknown;
			/** What the API's error says, and its format. */
			error?: Partial<ApiError>;
			accepted?: boolean;
			/** `Retry-After` as a date, this many seconds after the response. */
			retryAfterDateS?: number;
		},
		{ normal, refusal, now }: FaultContext,
	) {
		const { status, body, accepted, error, retryAfterDateS } = effect;
		const headers = { ...effect.headers, ...retryAfterDate(retryAfterDateS, now) };
		if (accepted) await normal();
		if (body === undefined) {
			const answer = refusal({ status, ...error });
			return whole({ ...answer, headers: { ...answer.headers, ...headers } });
		}
		return whole(
			typeof body === 'string'
				? textAnswer(status, body, headers)
				: jsonAnswer(status, body, headers),
		);
	},

	/** An error with this status whose message contains the API key, as with some providers. */
	async repeatsKey({ repeatsKey }: { repeatsKey: number }, { refusal, key }: FaultContext) {
		const message = `Incorrect API key provided: ${key}.`;
		return whole(refusal({ status: repeatsKey, message }));
	},

	/** The normal response, this many ms after the request has taken effect. */
	async lateMs({ lateMs }: { lateMs: number }, { normal }: FaultContext) {
		const answer = await normal();
		await delay(lateMs, undefined, { ref: false });
		return whole(answer);
	},

	/**
	 * Closes the connection: before the request takes effect; after it without a response, after the
	 * headers, or in the middle of the body.
	 */
	async reset(
		{ reset }: { reset: 'before' | 'afterAccepted' | 'afterHeaders' | 'midBody' },
		{ normal }: FaultContext,
	) {
		if (reset === 'before') return { kind: 'reset' };
		const answer = await normal();
		if (reset === 'afterAccepted') return { kind: 'reset' };
		return reset === 'midBody' ? half(answer) : { kind: 'start', answer, length: 0 };
	},

	/** A middlebox answers with this text instead, below TLS, once the request has taken effect. */
	async plainText({ plainText }: { plainText: string }, { normal }: FaultContext) {
		await normal();
		return { kind: 'raw', text: plainText };
	},

	/** Never responds; `accepted`: the request takes effect nevertheless. */
	async hang({ accepted }: { hang: true; accepted?: boolean }, { normal }: FaultContext) {
		if (accepted) await normal();
		return { kind: 'never' };
	},

	/** Headers and half of the body, and then nothing more. */
	async stall(_effect: { stall: true }, { normal }: FaultContext) {
		return { ...half(await normal()), thenSilence: true };
	},

	/** The normal JSON with these top-level fields changed; null removes a field. */
	async patch(
		{ patch, httpStatus }: { patch: Record<string, unknown>; httpStatus?: number },
		{ normal }: FaultContext,
	) {
		const { status, headers, body } = await normal();
		const changed = patched(JSON.parse(textOf(body)) as object, patch);
		return whole(jsonAnswer(httpStatus ?? status, changed, headers));
	},

	/** The normal batch or list with these fields changed in each entry; null removes a field. */
	async patchEntries(
		{ patchEntries }: { patchEntries: Record<string, unknown> },
		{ normal }: FaultContext,
	) {
		const { status, headers, body } = await normal();
		const { data, ...rest } = JSON.parse(textOf(body)) as { data: object[] };
		const entries = data.map((entry) => patched(entry, patchEntries));
		return whole(jsonAnswer(status, { data: entries, ...rest }, headers));
	},

	/** The normal response, followed by this text. */
	async append({ append }: { append: string }, { normal }: FaultContext) {
		const answer = await normal();
		return whole({ ...answer, body: concat(answer.body, bytes(Buffer.from(append))) });
	},

	/** The normal response with another content type. */
	async contentType({ contentType }: { contentType: string }, { normal }: FaultContext) {
		const answer = await normal();
		return whole({ ...answer, headers: { ...answer.headers, 'content-type': contentType } });
	},

	/** The normal response, or other content (one character per byte), compressed even if not requested. */
	async gzip({ content }: { gzip: true; content?: string }, { normal }: FaultContext) {
		const answer = await normal();
		const plain =
			content === undefined
				? Buffer.concat([...answer.body.chunks()])
				: Buffer.from(content, 'latin1');
		const body = bytes(gzipSync(plain));
		return whole({ ...answer, headers: { ...answer.headers, 'content-encoding': 'gzip' }, body });
	},

	/** The first bytes of the normal response, as if they were complete. */
	async cutBody({ cutBody }: { cutBody: number }, { normal }: FaultContext) {
		const answer = await normal();
		return whole({ ...answer, body: cut(answer.body, cutBody) });
	},

	/** The normal response, slowly. */
	async dripBytesPerSecond(
		{ dripBytesPerSecond }: { dripBytesPerSecond: number },
		{ normal }: FaultContext,
	) {
		return { kind: 'whole', answer: await normal(), bytesPerSecond: dripBytesPerSecond };
	},

	/** 302 to another URL; other kinds of redirects are a `status` with a `location` header. */
	async redirect({ redirect }: { redirect: string }) {
		return redirectTo(redirect);
	},

	/** 302 to the same path at another host name, such as `localhost`. */
	async moved({ moved }: { moved: string }, { url }: FaultContext) {
		return redirectTo(Object.assign(new URL(url), { hostname: moved }).href);
	},
} satisfies Record<string, (effect: never, context: FaultContext) => Promise<Delivery>>;

type Effects = typeof EFFECTS;

export type Effect = Parameters<Effects[keyof Effects]>[0];

/** The delivery of the normal response, or the one of an effect. */
export async function deliveryOf(
	effect: Effect | undefined,
	context: FaultContext,
): Promise<Delivery> {
	if (!effect) return whole(await context.normal());
	const [apply] = Object.entries(EFFECTS).flatMap(([name, each]) => (name in effect ? [each] : []));
	// The field determines the member of the union; the compiler cannot infer that.
	return await (apply as (effect: Effect, context: FaultContext) => Promise<Delivery>)(
		effect,
		context,
	);
}
