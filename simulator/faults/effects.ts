/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

import { cut, EMPTY_BODY, jsonAnswer, bytes, textOf, type Answer } from '../http/answer';

/** How a response is sent. */
export type Delivery =
	| { readonly kind: 'whole'; readonly answer: Answer; readonly bytesPerSecond?: number }
	/** Headers and half of the body, then the connection is closed or nothing more is sent. */
	| { readonly kind: 'half'; readonly answer: Answer; readonly thenSilence?: true }
	| { readonly kind: 'reset' }
	| { readonly kind: 'never' };

/** The functions and values that an effect can use. */
export interface Disturbed {
	/** Executes the request (a create creates its task) and returns the normal response. */
	readonly normal: () => Promise<Answer>;
	/** This server's error with a status, by default with its usual message. */
	readonly refusal: (status: number, message?: string) => Answer;
	/** The API key of the request; empty if it has none. */
	readonly key: string;
	/** The request's URL: origin, path and query. */
	readonly url: URL;
}

const whole = (answer: Answer): Delivery => ({ kind: 'whole', answer });

const redirectTo = (location: string): Delivery =>
	whole({ status: 302, headers: { location }, body: EMPTY_BODY });

function restUntil(inS: number | undefined): Record<string, string> {
	if (inS === undefined) return {};
	return { 'retry-after': new Date(Date.now() + inS * 1000).toUTCString() };
}

/**
 * All effects of faults, by the field that selects them in a rule. A new effect is a new entry; the
 * type of rules and the validation of the control endpoint are derived from this table.
 */
const EFFECTS = {
	/** Another response. Without `body` it is the server's own error; `accepted`: the request takes effect. */
	async status(
		effect: {
			status: number;
			headers?: Record<string, string>;
			/** An object is sent as JSON, a string unchanged. */
			body?: unknown;
			accepted?: boolean;
			/** `Retry-After` as a date, this many seconds after the response. */
			retryAfterDateS?: number;
		},
		{ normal, refusal }: Disturbed,
	) {
		const { status, body, accepted, retryAfterDateS } = effect;
		const headers = { ...effect.headers, ...restUntil(retryAfterDateS) };
		if (accepted) await normal();
		if (body === undefined) {
			const answer = refusal(status);
			return whole({ ...answer, headers: { ...answer.headers, ...headers } });
		}
		if (typeof body !== 'string') return whole(jsonAnswer(status, body, headers));
		const type = body.trimStart().startsWith('<') ? 'text/html' : 'text/plain';
		return whole({
			status,
			headers: { 'content-type': type, ...headers },
			body: bytes(Buffer.from(body)),
		});
	},

	/** An error with this status whose message contains the API key, as with some providers. */
	async repeatsKey({ repeatsKey }: { repeatsKey: number }, { refusal, key }: Disturbed) {
		return whole(refusal(repeatsKey, `Incorrect API key provided: ${key}.`));
	},

	/** The normal response, this many ms after the request has taken effect. */
	async lateMs({ lateMs }: { lateMs: number }, { normal }: Disturbed) {
		const answer = await normal();
		await delay(lateMs, undefined, { ref: false });
		return whole(answer);
	},

	/** Closes the connection: before the request takes effect, after it without a response, or in the middle of the body. */
	async reset({ reset }: { reset: 'before' | 'afterAccepted' | 'midBody' }, { normal }: Disturbed) {
		if (reset === 'before') return { kind: 'reset' };
		const answer = await normal();
		return reset === 'midBody' ? { kind: 'half', answer } : { kind: 'reset' };
	},

	/** Never responds; `accepted`: the request takes effect nevertheless. */
	async hang({ accepted }: { hang: true; accepted?: boolean }, { normal }: Disturbed) {
		if (accepted) await normal();
		return { kind: 'never' };
	},

	/** Headers and half of the body, and then nothing more. */
	async stall(_effect: { stall: true }, { normal }: Disturbed) {
		return { kind: 'half', answer: await normal(), thenSilence: true };
	},

	/** The normal JSON with these top-level fields changed; null removes a field. */
	async patch({ patch }: { patch: Record<string, unknown> }, { normal }: Disturbed) {
		const answer = await normal();
		const fields = Object.entries({ ...JSON.parse(textOf(answer.body)), ...patch });
		const kept = fields.filter(([name]) => patch[name] !== null);
		return whole(jsonAnswer(answer.status, Object.fromEntries(kept), answer.headers));
	},

	/** The normal response with another content type. */
	async contentType({ contentType }: { contentType: string }, { normal }: Disturbed) {
		const answer = await normal();
		return whole({ ...answer, headers: { ...answer.headers, 'content-type': contentType } });
	},

	/** The normal response, or other content (one character per byte), compressed even if not requested. */
	async gzip({ content }: { gzip: true; content?: string }, { normal }: Disturbed) {
		const answer = await normal();
		const plain =
			content === undefined
				? Buffer.concat([...answer.body.chunks()])
				: Buffer.from(content, 'latin1');
		const body = bytes(gzipSync(plain));
		return whole({ ...answer, headers: { ...answer.headers, 'content-encoding': 'gzip' }, body });
	},

	/** The first bytes of the normal response, as if they were complete. */
	async cutBody({ cutBody }: { cutBody: number }, { normal }: Disturbed) {
		const answer = await normal();
		return whole({ ...answer, body: cut(answer.body, cutBody) });
	},

	/** The normal response, slowly. */
	async dripBytesPerSecond(
		{ dripBytesPerSecond }: { dripBytesPerSecond: number },
		{ normal }: Disturbed,
	) {
		return { kind: 'whole', answer: await normal(), bytesPerSecond: dripBytesPerSecond };
	},

	/** 302 to another URL; other kinds of redirects are a `status` with a `location` header. */
	async redirect({ redirect }: { redirect: string }) {
		return redirectTo(redirect);
	},

	/** 302 to the same path at another host name, such as `localhost`. */
	async moved({ moved }: { moved: string }, { url }: Disturbed) {
		return redirectTo(Object.assign(new URL(url), { hostname: moved }).href);
	},
} satisfies Record<string, (effect: never, disturbed: Disturbed) => Promise<Delivery>>;

type Effects = typeof EFFECTS;

export type Effect = Parameters<Effects[keyof Effects]>[0];

function nameOf(effect: Effect): keyof Effects {
	const names = Object.keys(EFFECTS).filter((name) => Object.hasOwn(effect, name));
	if (names.length !== 1) {
		throw new Error(`An effect names one of ${Object.keys(EFFECTS).join(', ')}`);
	}
	return names[0] as keyof Effects;
}

/** Throws if a rule has no effect, or several. */
export function assertEffect(effect: Effect): void {
	nameOf(effect);
}

/** The delivery of the normal response, or the one of an effect. */
export async function deliveryOf(
	effect: Effect | undefined,
	disturbed: Disturbed,
): Promise<Delivery> {
	if (!effect) return whole(await disturbed.normal());
	// The name determines the member of the union; the compiler cannot infer that.
	const apply = EFFECTS[nameOf(effect)] as (
		effect: Effect,
		disturbed: Disturbed,
	) => Promise<Delivery>;
	return await apply(effect, disturbed);
}
