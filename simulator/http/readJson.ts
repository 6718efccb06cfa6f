/** Parses JSON; undefined if the text is not JSON. */
export function readJson(text: unknown): unknown {
	try {
		return JSON.parse(String(text)) as unknown;
	} catch {
		return undefined;
	}
}
