import { toSentences, type Issue } from '../domain/issue';
import { ParameterReader } from '../domain/parameterReader';
import { hintsForBaseUrl } from '../transport/credential';
import { joinMessages, shorten } from '../utils/format';
import { err, ok, type Result } from '../utils/result';
import type { Accounts } from './accounts';
import type { FailedItem, ItemFailure } from './itemResult';
import type { Executable, ValidItem } from './operation';
import type { RunContext } from './runContext';

/** The result of validating one item. Hints are shown whether it is valid or not. */
export interface ValidatedItem {
	result: Result<ValidItem<unknown>, ItemFailure>;
	hints: readonly string[];
}

/** Resolves the credential of an item and validates its parameters; all issues become one failure. */
export async function validateItem(
	run: RunContext,
	accounts: Accounts,
	operation: Executable,
	itemIndex: number,
): Promise<ValidatedItem> {
	const { context, store } = run;
	const read = (name: string, fallback: unknown) =>
		context.getNodeParameter(name, itemIndex, fallback) as unknown;
	const parameters = new ParameterReader(read, operation.fields);
	const { issues, hints } = parameters;
	try {
		const resolved = await accounts.resolve(itemIndex);
		if (!resolved.ok) issues.push(resolved.error);
		else {
			const item = { itemIndex, ...resolved.value };
			hints.push(...hintsForBaseUrl(item.credential.baseUrl));
			const input = await operation.validate(parameters, item, run);
			if (issues.length === 0) return { result: ok({ ...item, input }), hints };
		}
	} catch (error) {
		issues.push({ message: shorten((error as Error).message) });
	}
	const failure = { ...(parameters.failure as Issue), task: store.task(itemIndex) };
	return { result: err(failure), hints };
}

/**
 * Adds the item index to the message if there are several items, and the failure is not that of the run. It
 * starts at 0, as everywhere in n8n.
 */
export function withItemIndex({ failure, itemIndex }: FailedItem, items: number): ItemFailure {
	const isOfRun = items === 1 || failure.createOutcome === 'runRefused';
	return isOfRun ? failure : { ...failure, message: `Item ${itemIndex}: ${failure.message}` };
}

/** Combines all invalid items into one failure. Issues that all items share are reported once. */
export function summarizeIssues(invalid: readonly FailedItem[], items: number): ItemFailure {
	const [first] = invalid;
	const isShared = new Set(invalid.map(({ failure }) => toSentences(failure))).size === 1;
	if (invalid.length === items && isShared)
		return { ...first.failure, createOutcome: 'runRefused' };
	if (invalid.length === 1) return { ...withItemIndex(first, items), createOutcome: 'runRefused' };
	return {
		message: `${invalid.length} of ${items} items are invalid`,
		suggestion: joinMessages(invalid.map((one) => toSentences(withItemIndex(one, items)))),
		createOutcome: 'runRefused',
	};
}
