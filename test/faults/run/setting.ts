import type { INode } from 'n8n-workflow';

/** The settings of the node that gets the fault. */
export interface Setting {
	onError: Exclude<INode['onError'], undefined>;
	/** Number of items, of which one gets the fault. */
	items: 1 | 5;
}

const NAMES: Record<Setting['onError'], string> = {
	stopWorkflow: 'Stop',
	continueRegularOutput: 'Continue',
	continueErrorOutput: 'Continue (error output)',
};

export const ONERRORS = Object.keys(NAMES) as Array<keyof typeof NAMES>;

export const SETTINGS: readonly Setting[] = ONERRORS.flatMap((onError): Setting[] => [
	{ onError, items: 1 },
	{ onError, items: 5 },
]);

export function nameOf({ onError, items }: Setting): string {
	return `${NAMES[onError]}, ${items === 1 ? '1 item' : `${items} items`}`;
}

/** Index of the item with the fault: the middle one. */
export function faultedIndex({ items }: Setting): number {
	return Math.floor(items / 2);
}
