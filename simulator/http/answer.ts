/** A body of known length whose bytes are generated while they are sent. */
export interface Body {
	readonly length: number;
	chunks(): Iterable<Buffer>;
}

/** The response of a handler. How it is sent is decided elsewhere. */
export interface Answer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Body;
}

const FILLER = Buffer.alloc(64 * 1024);

export const EMPTY_BODY: Body = { length: 0, chunks: () => [] };

/** Wraps bytes already in memory. */
export function bytes(content: Buffer): Body {
	return { length: content.length, chunks: () => [content] };
}

/** `length` zero bytes, never in memory at once. */
export function zeros(length: number): Body {
	return {
		length,
		*chunks() {
			for (let left = length; left > 0; left -= FILLER.length) {
				yield left < FILLER.length ? FILLER.subarray(0, left) : FILLER;
			}
		},
	};
}

/** One body after the other. */
export function concat(...bodies: Body[]): Body {
	return {
		length: bodies.reduce((sum, body) => sum + body.length, 0),
		*chunks() {
			for (const body of bodies) yield* body.chunks();
		},
	};
}

/** The first `length` bytes of a body. */
export function cut(body: Body, length: number): Body {
	const kept = Math.min(length, body.length);
	return {
		length: kept,
		*chunks() {
			let left = kept;
			for (const chunk of body.chunks()) {
				if (left <= 0) return;
				yield chunk.subarray(0, left);
				left -= chunk.length;
			}
		},
	};
}

/** All bytes of a small body. */
export function textOf(body: Body): string {
	return Buffer.concat([...body.chunks()]).toString();
}

export function jsonAnswer(
	status: number,
	value: unknown,
	headers: Record<string, string> = {},
): Answer {
	return {
		status,
		headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
		body: bytes(Buffer.from(jsonText(value))),
	};
}

/** JSON in which a bigint is a number with all its digits. */
function jsonText(value: unknown): string {
	const marked = JSON.stringify(value, (_name, each: unknown) =>
		typeof each === 'bigint' ? `\0${each}` : each,
	);
	return marked.replace(/"\\u0000(\d+)"/g, '$1');
}

/** Plain text, or a web page if it starts like one. */
export function textAnswer(
	status: number,
	text: string,
	headers: Record<string, string> = {},
): Answer {
	const type = text.trimStart().startsWith('<') ? 'text/html' : 'text/plain';
	return {
		status,
		headers: { 'content-type': type, ...headers },
		body: bytes(Buffer.from(text)),
	};
}
