import { sleep } from 'n8n-workflow';

/** The expressions of one item take up to half a millisecond, so this is some 10 ms at a stretch. */
const ITEMS_PER_YIELD = 25;

/**
 * Maps item by item, and lets the rest of n8n have a turn now and then: a thousand items in one go
 * would hold up its editor, its webhooks and all other executions.
 */
export async function mapWithYield<T, R>(
	items: readonly T[],
	map: (item: T, itemIndex: number) => R,
): Promise<R[]> {
	const results: R[] = [];
	for (const [itemIndex, item] of items.entries()) {
		if (itemIndex > 0 && itemIndex % ITEMS_PER_YIELD === 0) await sleep(0);
		results.push(map(item, itemIndex));
	}
	return results;
}
