import { sleep } from 'n8n-workflow';

/** The expressions of one item take up to 0.5 ms, so that n8n is blocked for some 10 ms at most. */
const ITEMS_PER_YIELD = 25;

/** Maps items in order, and yields to the event loop regularly: thousands of items would block all of n8n. */
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
