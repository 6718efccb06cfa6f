import type { INode } from 'n8n-workflow';

/** How a user has set up the node that meets the fault. */
export interface Setting {
	onError: Exclude<INode['onError'], undefined>;
	/** Of several items, one is hit. */
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

/** Which item is hit: one in the middle. */
export function hitIndex({ items }: Setting): number {
	return Math.floor(items / 2);
}
