import { runNode, type NodeResult, type NodeRun } from '../../../tools/engine/engine';

/** Messages of JavaScript errors, which a person should not have to read. */
const RAW =
	/cannot (read|convert|set|access)|is not (a function|iterable|defined|a constructor)|call stack|must be of type|malformed|\[object|invalid (time|array|date|string)|unexpected (token|end)|circular/i;

const NODE_ERRORS = ['NodeOperationError', 'NodeApiError'];
/** n8n does not start the run: a required field is empty in the workflow. */
const REFUSED_BY_N8N = 'WorkflowHasIssuesError';

/** The outcome of a run with one item: its output item, its issue, or that n8n did not start the run. */
export interface ItemOutcome {
	item?: NodeResult['items'][number];
	issue?: string;
	isRefusedByN8n?: true;
}

/**
 * Runs one item. Fails if the result is not one that On Error allows.
 *
 * @param counts allowed numbers of output items
 */
export async function runItem(
	run: NodeRun,
	onError: OnErrorSetting,
	counts: readonly number[] = [1],
): Promise<ItemOutcome> {
	const result = await runNode({ ...run, node: { onError } }).catch((error: Error) => error);
	if (result instanceof Error) {
		expect(result.name).toBe(REFUSED_BY_N8N);
		return { isRefusedByN8n: true };
	}
	if (onError === 'stopWorkflow' && result.error !== undefined) {
		expect(NODE_ERRORS).toContain(result.error.name);
		return { issue: `${result.error.message} ${result.error.description}` };
	}
	expect(result.error).toBeUndefined();
	const { items, errorItems } = result;
	expect(counts).toContain(items.length + errorItems.length);
	const [failed] = onError === 'continueErrorOutput' ? errorItems : items;
	if (onError === 'stopWorkflow' || failed?.json.error === undefined) return { item: items[0] };
	expect(failed.json.details).toEqual(expect.any(Object));
	return { issue: String(failed.json.error) };
}

export const onErrors = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;
export type OnErrorSetting = (typeof onErrors)[number];

/** The issue is short, names one of these fields by its label, and is not a raw JavaScript error. */
export function expectReadableIssue({ issue = '' }: ItemOutcome, labels: readonly string[]): void {
	// The node quotes this text where a user's expression has produced it.
	expect(issue.replace('contains "[object Object]"', '')).not.toMatch(RAW);
	expect(issue.length).toBeLessThan(2_500);
	expect(labels.filter((label) => issue.includes(label))).not.toEqual([]);
}

const PROTOTYPES = [Object.prototype, Array.prototype, Function.prototype, String.prototype];
const original = PROTOTYPES.map((prototype) => Object.getOwnPropertyNames(prototype));

/** No value has polluted the prototype of all objects. */
export function expectCleanPrototypes(): void {
	expect(PROTOTYPES.map((prototype) => Object.getOwnPropertyNames(prototype))).toEqual(original);
	expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
}
