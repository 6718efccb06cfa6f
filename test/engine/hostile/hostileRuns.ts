import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { runNode, type NodeResult, type NodeRun } from '../../../tools/engine/engine';
import { parametersWith, valuesFor, type Values } from './values';

/** The same cases on every machine; fast-check prints seed and path of a failing one. */
export const FC_PARAMETERS = { seed: 20_260_131, numRuns: 200, timeout: 30_000 } as const;

/** A tested parameter. */
export interface Field {
	name: string;
	/** The label in the form, or what else an issue can name. */
	label: string | readonly string[];
	/** Valid values that the form does not produce. */
	validValues: readonly unknown[];
	/** Whether the value must be refused; undefined if that depends on n8n's date parser. */
	isRefused(value: unknown): boolean | undefined;
}

export const isMissing = (value: unknown) => value === undefined || value === null;
export const trimmed = (value: unknown) => (typeof value === 'string' ? value.trim() : '');

/** @param isOptional whether a missing value means the default */
export function booleanField(name: string, label: string, isOptional = true): Field {
	const isRefused = (value: unknown) =>
		typeof value !== 'boolean' && !(isOptional && isMissing(value));
	return { name, label, validValues: [true, false, ...(isOptional ? [null] : [])], isRefused };
}

export function numberField(
	name: string,
	label: string,
	validValues: readonly unknown[],
	isOptional = false,
): Field {
	return {
		name,
		label,
		validValues,
		isRefused(value) {
			if (isMissing(value)) return !isOptional;
			const number = trimmed(value) === '' ? value : Number(value);
			return !(typeof number === 'number' && number > 0 && number < Infinity);
		},
	};
}

const onErrors = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;
export type OnErrorSetting = (typeof onErrors)[number];

/** The outcome of a run with one item: its output item, its issue, or that n8n did not start the run. */
export interface ItemOutcome {
	item?: NodeResult['items'][number];
	issue?: string;
	isRefusedByN8n?: true;
}

/** What is tested with hostile values of its parameters. */
export interface Subject {
	fields: readonly Field[];
	/** The other parameters. */
	usual: IDataObject;
	/** False for a trigger. */
	hasItems?: boolean;
	numRuns?: number;
	run(
		parameters: never,
		item: IDataObject,
		onError: OnErrorSetting,
		values: Values,
	): Promise<ItemOutcome>;
	/** All requests of the last run, except those that may precede a refusal. */
	requests(): unknown[];
	/** Removes the values that n8n does not pass to the node. */
	removeUnsent?(sent: Map<string, unknown>, values: Values): void;
	/** Checks a run whose values are all valid; returns the name of this ending. */
	expectAccepted(sent: ReadonlyMap<string, unknown>, outcome: ItemOutcome): string;
	/** All endings that the cases reach, beside "refused". */
	endings: readonly string[];
}

/**
 * Runs the subject with many hostile values: each run is accepted, or sends nothing and names an invalid
 * field.
 */
export async function expectNoHarm(subject: Subject): Promise<void> {
	const { fields, usual, hasItems = true } = subject;
	const endings = new Set<string>();
	const property = fc.asyncProperty(
		valuesFor(fields, hasItems),
		fc.constantFrom(...onErrors),
		async (values, onError) => {
			const { parameters, item } = parametersWith(usual, values);
			const outcome = await subject.run(parameters, item, onError, values);

			expectCleanPrototypes();
			if (outcome.isRefusedByN8n) {
				expect(subject.requests()).toEqual([]);
				expect(values.some(([, { source }]) => source === 'workflow file')).toBe(true);
				return;
			}
			const sent = new Map(values.map(([name, { value }]) => [name, value]));
			subject.removeUnsent?.(sent, values);
			const questionable = fields
				.filter(({ name }) => sent.has(name))
				.map(({ name, label, isRefused }) => ({ label, isRefused: isRefused(sent.get(name)) }))
				.filter(({ isRefused }) => isRefused !== false);
			const mustRefuse = questionable.some(({ isRefused }) => isRefused);
			const hasRefused = questionable.length > 0 && outcome.issue !== undefined;
			if (mustRefuse || hasRefused) {
				endings.add('refused');
				expect(subject.requests()).toEqual([]);
				expectReadableIssue(
					outcome,
					questionable.flatMap(({ label }) => label),
				);
			} else endings.add(subject.expectAccepted(sent, outcome));
		},
	);
	await fc.assert(property, { ...FC_PARAMETERS, numRuns: subject.numRuns ?? 200 });
	expect([...endings].sort()).toEqual([...subject.endings, 'refused'].sort());
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
