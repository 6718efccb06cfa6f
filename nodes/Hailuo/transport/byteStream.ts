import type { IExecuteFunctions } from 'n8n-workflow';

/** A stream of bytes, as n8n's helpers take and return it. Packages may not import Node's own type. */
export type ByteStream = Exclude<
	Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0],
	Uint8Array
>;

/**
 * Creates a stream of the given chunks.
 *
 * An error of the stream is an uncaught exception of the n8n process if nothing listens to it. n8n's
 * filesystem store waits before it listens, so there is a listener from the start; whoever reads the
 * stream still gets the error.
 *
 * @param source any stream: its class provides `from` of Node's `Readable`
 */
export function streamFrom(source: ByteStream, chunks: AsyncIterable<Uint8Array>): ByteStream {
	const { from } = source.constructor as unknown as {
		from(chunks: AsyncIterable<Uint8Array>, options: { objectMode: boolean }): ByteStream;
	};
	return ignoreErrors(from(chunks, { objectMode: false }));
}

/** Keeps an error of the stream from being an uncaught exception before something reads it. */
export function ignoreErrors(stream: ByteStream): ByteStream {
	return stream.on('error', () => undefined);
}

/** The chunks, with others before and after them. */
export async function* joined(
	head: Uint8Array,
	chunks: AsyncIterable<Uint8Array>,
	...tail: Uint8Array[]
): AsyncGenerator<Uint8Array, void> {
	yield head;
	yield* chunks;
	yield* tail;
}
