import { runNode, type NodeResult, type NodeRun } from '../../../tools/engine/engine';

/** What an error says that nobody wrote for a person. */
const RAW =
	/cannot (read|convert|set|access)|is not (a function|iterable|defined|a constructor)|call stack|must be of type|malformed|\[object|invalid (time|array|date|string)|unexpected (token|end)|circular/i;

const OURS = ['NodeOperationError', 'NodeApiError'];
/** n8n itself does not begin: something that the form requires is empty in the workflow. */
const N8NS = 'WorkflowHasIssuesError';

/** What a run of one item came to: its item, what was said against it, or that n8n refused to begin. */
export interface Verdict {
	item?: NodeResult['items'][number];
	issue?: string;
	hasNotBegun?: true;
}

/**
 * Runs one item, and fails where the run has no end that On Error allows.
 *
 * @param counts how many items may come out
 */
export async function verdictOn(
	run: NodeRun,
	onError: OnErrorSetting,
	counts: readonly number[] = [1],
): Promise<Verdict> {
	const result = await runNode({ ...run, node: { onError } }).catch((error: Error) => error);
	if (result instanceof Error) {
		expect(result.name).toBe(N8NS);
		return { hasNotBegun: true };
	}
	if (onError === 'stopWorkflow' && result.error !== undefined) {
		expect(OURS).toContain(result.error.name);
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

/** An error for people: names one of these fields as the form does, is short, and not an accident's. */
export function expectClear({ issue = '' }: Verdict, labels: readonly string[]): void {
	expect(issue).not.toMatch(RAW);
	expect(issue.length).toBeLessThan(2_500);
	expect(labels.filter((label) => issue.includes(label))).not.toEqual([]);
}

const PROTOTYPES = [Object.prototype, Array.prototype, Function.prototype, String.prototype];
const untouched = PROTOTYPES.map((prototype) => Object.getOwnPropertyNames(prototype));

/** Nothing that came in has become a property of every object. */
export function expectCleanPrototypes(): void {
	expect(PROTOTYPES.map((prototype) => Object.getOwnPropertyNames(prototype))).toEqual(untouched);
	expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
}
