/** The value a text says in JSON; undefined where it is not JSON, which no JSON text can say. */
export function readJson(text: unknown): unknown {
	try {
		return JSON.parse(String(text)) as unknown;
	} catch {
		return undefined;
	}
}
