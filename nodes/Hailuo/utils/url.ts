/**
 * An address taken apart, or undefined where it is none.
 *
 * `URL.canParse` would say the same in a line, but on Node 20 its fast path refuses addresses with
 * letters such as "ü", once it has been called often enough to be compiled.
 *
 * @param base what a relative address is relative to
 */
export function parseUrl(text: string, base?: string): URL | undefined {
	try {
		return new URL(text, base);
	} catch {
		return undefined;
	}
}
