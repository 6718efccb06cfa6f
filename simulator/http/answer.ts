/** The response of a handler. How it is sent is decided elsewhere. */
export interface Answer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Body;
}

export interface Body {
	readonly content: Buffer;
	/** The number of zero bytes after it, which are never in memory at once. */
	readonly zeros: number;
}

const ZEROS = Buffer.alloc(64 * 1024);

export const bodyOf = (content: string | Buffer, zeros = 0): Body => ({
	content: typeof content === 'string' ? Buffer.from(content) : content,
	zeros,
});

/** In bytes. */
export const lengthOf = ({ content, zeros }: Body) => content.length + zeros;

/** The first `length` bytes of a body. */
export function cut({ content, zeros }: Body, length: number): Body {
	const left = Math.max(0, length - content.length);
	return { content: content.subarray(0, length), zeros: Math.min(zeros, left) };
}

/** Its bytes in pieces. */
export function* chunksOf({ content, zeros }: Body): Iterable<Buffer> {
	if (content.length > 0) yield content;
	for (let left = zeros; left > 0; left -= ZEROS.length) yield ZEROS.subarray(0, left);
}

/** A JSON response. A bigint in it becomes a number with all its digits. */
export function jsonAnswer(
	status: number,
	value: unknown,
	headers: Record<string, string> = {},
): Answer {
	const marked = JSON.stringify(value, (_name, each: unknown) =>
		typeof each === 'bigint' ? `\0${each}` : each,
	);
	return {
		status,
		headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
		body: bodyOf(marked.replace(/"\\u0000(\d+)"/g, '$1')),
	};
}

/** Plain text, or a web page if it starts like one. */
export function textAnswer(
	status: number,
	text: string,
	headers: Record<string, string> = {},
): Answer {
	const type = text.trimStart().startsWith('<') ? 'text/html' : 'text/plain';
	return { status, headers: { 'content-type': type, ...headers }, body: bodyOf(text) };
}

/** The value of a JSON text; undefined if it is none. */
export function parsedJson(text: Buffer): unknown {
	try {
		return JSON.parse(text.toString()) as unknown;
	} catch {
		return undefined;
	}
}
