/** The API key of all runs. */
export const KEY = 's3cret-matrix';

/** Part of an item's prompt that identifies all requests of the item, whatever else an expression adds. */
export function markOf(item: number): string {
	return `item-${item}.`;
}

export function promptOf(item: number): string {
	return `A paper boat, ${markOf(item)}`;
}

/** The item that a prompt belongs to. */
export function itemIn(prompt: unknown): number {
	const number = /item-(\d+)\./.exec(String(prompt))?.[1];
	if (number === undefined) throw new Error(`No item is known by the prompt ${String(prompt)}`);
	return Number(number);
}
