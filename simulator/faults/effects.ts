/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

import { cut, EMPTY_BODY, jsonAnswer, bytes, textOf, type Answer } from '../http/answer';

/** How an answer leaves the server. */
export type Delivery =
	| { readonly kind: 'whole'; readonly answer: Answer; readonly bytesPerSecond?: number }
	/** The head and half of the body, then the connection ends, or there is silence. */
	| { readonly kind: 'half'; readonly answer: Answer; readonly thenSilence?: true }
	| { readonly kind: 'reset' }
	| { readonly kind: 'never' };

/** What an effect may use. */
export interface Disturbed {
	/** Does what the request asks for (a create makes its task) and gives the normal answer. */
	readonly normal: () => Promise<Answer>;
	/** The refusal this server gives with a status, in its usual words if no others are given. */
	readonly refusal: (status: number, message?: string) => Answer;
	/** The key that the request bears; empty where it bears none. */
	readonly key: string;
	/** Where the request went: origin, path and query. */
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
 * Everything that can go wrong, by the field that names it in a rule. A new effect is a new entry;
 * the type of rules and the check of what comes over the control endpoint follow from this table.
 */
const EFFECTS = {
	/** Another answer. Without `body` it is the server's own refusal; `accepted`: the request took effect. */
	async status(
		effect: {
			status: number;
			headers?: Record<string, string>;
			/** An object goes out as JSON, a string as it is. */
			body?: unknown;
			accepted?: boolean;
			/** `Retry-After` as a date, so many seconds from the answer. */
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

	/** A refusal with this status whose message repeats the API key, as some hosts do. */
	async repeatsKey({ repeatsKey }: { repeatsKey: number }, { refusal, key }: Disturbed) {
		return whole(refusal(repeatsKey, `Incorrect API key provided: ${key}.`));
	},

	/** The normal answer so many ms after the request has taken effect. */
	async lateMs({ lateMs }: { lateMs: number }, { normal }: Disturbed) {
		const answer = await normal();
		await delay(lateMs, undefined, { ref: false });
		return whole(answer);
	},

	/** The connection is torn: untouched, with the request done but unanswered, or amid the body. */
	async reset({ reset }: { reset: 'before' | 'afterAccepted' | 'midBody' }, { normal }: Disturbed) {
		if (reset === 'before') return { kind: 'reset' };
		const answer = await normal();
		return reset === 'midBody' ? { kind: 'half', answer } : { kind: 'reset' };
	},

	/** No answer, ever; `accepted`: the request took effect all the same. */
	async hang({ accepted }: { hang: true; accepted?: boolean }, { normal }: Disturbed) {
		if (accepted) await normal();
		return { kind: 'never' };
	},

	/** The head and half of the body, and then nothing more. */
	async stall(_effect: { stall: true }, { normal }: Disturbed) {
		return { kind: 'half', answer: await normal(), thenSilence: true };
	},

	/** The normal JSON with these top-level fields put in; null takes a field out. */
	async patch({ patch }: { patch: Record<string, unknown> }, { normal }: Disturbed) {
		const answer = await normal();
		const fields = Object.entries({ ...JSON.parse(textOf(answer.body)), ...patch });
		const kept = fields.filter(([name]) => patch[name] !== null);
		return whole(jsonAnswer(answer.status, Object.fromEntries(kept), answer.headers));
	},

	/** The normal answer, called something else. */
	async contentType({ contentType }: { contentType: string }, { normal }: Disturbed) {
		const answer = await normal();
		return whole({ ...answer, headers: { ...answer.headers, 'content-type': contentType } });
	},

	/** The normal answer, or other content (one character per byte), compressed, even unasked. */
	async gzip({ content }: { gzip: true; content?: string }, { normal }: Disturbed) {
		const answer = await normal();
		const plain =
			content === undefined
				? Buffer.concat([...answer.body.chunks()])
				: Buffer.from(content, 'latin1');
		const body = bytes(gzipSync(plain));
		return whole({ ...answer, headers: { ...answer.headers, 'content-encoding': 'gzip' }, body });
	},

	/** The first bytes of the normal answer, as if they were all of it. */
	async cutBody({ cutBody }: { cutBody: number }, { normal }: Disturbed) {
		const answer = await normal();
		return whole({ ...answer, body: cut(answer.body, cutBody) });
	},

	/** The normal answer, slowly. */
	async dripBytesPerSecond(
		{ dripBytesPerSecond }: { dripBytesPerSecond: number },
		{ normal }: Disturbed,
	) {
		return { kind: 'whole', answer: await normal(), bytesPerSecond: dripBytesPerSecond };
	},

	/** 302 to another address; other kinds of redirect are a `status` with a `location` header. */
	async redirect({ redirect }: { redirect: string }) {
		return redirectTo(redirect);
	},

	/** 302 to the same address under another host name, such as `localhost`. */
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

/** Throws where a rule from outside names no effect, or several. */
export function assertEffect(effect: Effect): void {
	nameOf(effect);
}

/** The delivery of the normal answer, or what an effect makes of it. */
export async function deliveryOf(
	effect: Effect | undefined,
	disturbed: Disturbed,
): Promise<Delivery> {
	if (!effect) return whole(await disturbed.normal());
	// The name says which member of the union it is; the compiler cannot follow that.
	const apply = EFFECTS[nameOf(effect)] as (
		effect: Effect,
		disturbed: Disturbed,
	) => Promise<Delivery>;
	return await apply(effect, disturbed);
}
