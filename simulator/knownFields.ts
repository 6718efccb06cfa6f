/**
 * Throws on an unknown field. A misspelt plan or fault would otherwise never apply, and its test
 * would pass without testing anything.
 */
export function assertKnownFields(
	what: string,
	given: object,
	known: Readonly<Record<string, true>>,
): void {
	const unknown = Object.keys(given).find((field) => !Object.hasOwn(known, field));
	if (unknown !== undefined) throw new Error(`${what} has no field '${unknown}'`);
}
