/** Parses JSON; undefined if the text is not JSON. */
export function readJson(text: string | Buffer): unknown {
	try {
		return JSON.parse(text.toString()) as unknown;
	} catch {
		return undefined;
	}
}
