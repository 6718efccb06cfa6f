/**
 * Throws on a field nobody reads: a misspelt plan or fault would otherwise pass for one that never
 * strikes, and its test for a green one.
 */
export function assertKnownFields(
	what: string,
	given: object,
	known: Readonly<Record<string, true>>,
): void {
	const unknown = Object.keys(given).find((field) => !Object.hasOwn(known, field));
	if (unknown !== undefined) throw new Error(`${what} has no field '${unknown}'`);
}
