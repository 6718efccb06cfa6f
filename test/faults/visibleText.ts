/** A text that the user reads instead of getting a video. */
export interface VisibleText {
	/** Index of the item that contains it; absent for the error that ends the run. */
	item?: number;
	text: string;
}

/** Indexes of the items whose create the texts report as possibly accepted. */
export function itemsReportedIndeterminate(
	visibleTexts: readonly VisibleText[],
	items: number,
): Set<number> {
	return new Set(visibleTexts.flatMap((each) => reportedIn(each, items)));
}

function reportedIn({ item, text }: VisibleText, items: number): number[] {
	if (item !== undefined) return /may have been accepted/i.test(text) ? [item] : [];
	return [...aboutItself(text, items), ...listed(text)];
}

/** `Item 3: The request may have been accepted …`; without a number if there is a single item. */
function aboutItself(text: string, items: number): number[] {
	const found = /(?:^|\n)(?:Item (\d+): )?The [^\n:]*may have been accepted/.exec(text);
	if (found === null) return [];
	if (found[1] !== undefined) return [Number(found[1])];
	return items === 1 ? [0] : [];
}

const LIST = 'May have been accepted without a task ID: ';

/** `… without a task ID: items 0, 1, 2 (Bad gateway (HTTP 502)); item 4 (The connection was closed).` */
function listed(text: string): number[] {
	const list = text.split(LIST).slice(1).join('; ');
	return [...list.matchAll(/\bitems? (\d+(?:, \d+)*) \(/g)].flatMap(([, numbers]) =>
		numbers.split(', ').map(Number),
	);
}

/** Whether a description reports the indeterminate creates first. */
export function beginsWithIndeterminate(description: string): boolean {
	return description.startsWith(LIST);
}

/** IDs of the tasks that are named as possible results of indeterminate creates. */
export function candidatesIn(visibleTexts: readonly VisibleText[]): string[] {
	const lists = visibleTexts.flatMap(({ text }) => [
		...text.matchAll(/may have created: ([^.]*)\./g),
	]);
	return [...new Set(lists.flatMap(([, ids]) => ids.split(', ')))];
}

/** A statement that something was not charged. */
export interface FreeOfCharge {
	/** Index of the item that was not charged; absent if the statement concerns the whole execution. */
	item?: number;
}

export function freeOfChargeIn(
	visibleTexts: readonly VisibleText[],
	items: number,
): FreeOfCharge[] {
	return visibleTexts.flatMap(({ item, text }): FreeOfCharge[] => {
		const ofAll = /\bnothing (?:was|is) charged\b/i.test(text) ? [{}] : [];
		if (!/\bthis item was not charged\b/i.test(text)) return ofAll;
		const named = item ?? /^Item (\d+): /.exec(text)?.[1] ?? (items === 1 ? 0 : undefined);
		// Without an item it is checked as a statement about the whole execution.
		return [...ofAll, named === undefined ? {} : { item: Number(named) }];
	});
}
