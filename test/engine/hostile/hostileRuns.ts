import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import type { Issue } from '../../../nodes/Hailuo/domain/issue';
import { ParameterReader } from '../../../nodes/Hailuo/domain/parameterReader';
import type { Operation, RunItem } from '../../../nodes/Hailuo/execution/operation';
import type { RunContext } from '../../../nodes/Hailuo/execution/runContext';
import { TaskStore } from '../../../nodes/Hailuo/execution/taskStore';
import { runNode, type NodeResult, type NodeRun } from '../../../tools/engine/engine';
import { parametersWith, valuesFor, type Values } from './values';

/** The same cases on every machine; fast-check prints seed and path of a failing one. */
export const FC_PARAMETERS = { seed: 20_260_131, numRuns: 200, timeout: 30_000 } as const;

const onErrors = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;
export type OnErrorSetting = (typeof onErrors)[number];

/** The outcome of a run with one item: its output item, its issue, or that n8n did not start the run. */
export interface ItemOutcome {
	item?: NodeResult['items'][number];
	issue?: string;
	isRefusedByN8n?: true;
}

/** An operation that is tested with hostile values of its parameters. */
export interface Subject<Input> {
	operation: Operation<Input>;
	/** By tested parameter (`options.name` for an option): values that the form does not produce, most of them valid. */
	values: Record<string, readonly unknown[]>;
	/** The other parameters. */
	usual: IDataObject;
	run(
		parameters: never,
		item: IDataObject,
		onError: OnErrorSetting,
		values: Values,
	): Promise<ItemOutcome>;
	/** All requests of the last run. */
	requests(): unknown[];
	/** Removes the values that n8n does not pass to the node. */
	removeUnsent?(sent: Map<string, unknown>, values: Values): void;
	/** Checks a run whose values are all valid; returns the name of this ending. */
	expectAccepted(input: Input, outcome: ItemOutcome): string;
	/** All endings that the cases reach, beside "refused". */
	endings: readonly string[];
}

/**
 * Runs the operation with many hostile values. In n8n it must do the same as its validation does outside
 * of n8n (test/unit): send nothing and report the same issue, or send what the values mean.
 */
export async function expectNoHarm<Input>(subject: Subject<Input>): Promise<void> {
	const endings = new Set<string>();
	const property = fc.asyncProperty(
		valuesFor(subject.values),
		fc.constantFrom(...onErrors),
		async (values, onError) => {
			const { parameters, item } = parametersWith(subject.usual, values);
			const outcome = await subject.run(parameters, item, onError, values);

			expectCleanPrototypes();
			if (outcome.isRefusedByN8n) {
				expect(subject.requests()).toEqual([]);
				expect(values.some(([, { source }]) => source === 'workflow file')).toBe(true);
				return;
			}
			const sent = new Map(values.map(([name, { value }]) => [name, value]));
			subject.removeUnsent?.(sent, values);
			const { input, failure } = await validated(subject, sent);
			if (failure === undefined) {
				endings.add(subject.expectAccepted(input as Input, outcome));
			} else {
				endings.add('refused');
				expect(subject.requests()).toEqual([]);
				expect(outcome.issue).toContain(failure.message);
				expectReadable(outcome);
			}
		},
	);
	await fc.assert(property, FC_PARAMETERS);
	expect([...endings].sort()).toEqual([...subject.endings, 'refused'].sort());
}

/** What the operation's validation makes of these values. */
async function validated<Input>(
	{ operation, usual }: Subject<Input>,
	sent: ReadonlyMap<string, unknown>,
): Promise<{ input?: Input; failure?: Issue }> {
	const all: Record<string, unknown> = structuredClone(usual);
	for (const [name, value] of sent) {
		const [outer, inner] = name.split('.');
		all[outer] = inner === undefined ? value : { ...(all[outer] as object), [inner]: value };
	}
	const parameters = new ParameterReader(
		(name, fallback) => all[name] ?? fallback,
		[...operation.fields],
	);
	const run = {
		context: { getTimezone: () => 'America/New_York', getInputData: () => [] },
		store: new TaskStore({}, '1', 0, false),
	};
	const item = { itemIndex: 0 } as unknown as RunItem;
	const input = await operation.validate(parameters, item, run as unknown as RunContext);
	return { input, failure: parameters.failure };
}

const NODE_ERRORS = ['NodeOperationError', 'NodeApiError'];
/** n8n does not start the run: a required field is empty in the workflow. */
const REFUSED_BY_N8N = 'WorkflowHasIssuesError';

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

/** Messages of JavaScript errors, which a person should not have to read. */
const RAW =
	/cannot (read|convert|set|access)|is not (a function|iterable|defined|a constructor)|call stack|must be of type|malformed|\[object|invalid (time|array|date|string)|unexpected (token|end)|circular/i;

/** The issue is short, and not a raw JavaScript error. */
export function expectReadable({ issue = '' }: ItemOutcome): void {
	// The node quotes this text where a user's expression has produced it.
	expect(issue.replace('contains "[object Object]"', '')).not.toMatch(RAW);
	expect(issue.length).toBeLessThan(2_500);
}

const PROTOTYPES = [Object.prototype, Array.prototype, Function.prototype, String.prototype];
const original = PROTOTYPES.map((prototype) => Object.getOwnPropertyNames(prototype));

/** No value has polluted the prototype of all objects. */
function expectCleanPrototypes(): void {
	expect(PROTOTYPES.map((prototype) => Object.getOwnPropertyNames(prototype))).toEqual(original);
	expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
}
