import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import type { Task } from '../domain/task';
import { failureError } from '../execution/errors';
import type { ItemFailure } from '../execution/itemResult';
import { ParameterReader } from '../execution/parameterReader';
import { systemClock } from '../execution/systemClock';
import { HailuoClient } from '../transport/client';
import { readCredential } from '../transport/credential';
import { joinMessages } from '../utils/format';
import { err, ok, type Result } from '../utils/result';
import { accountScope } from './accountScope';
import { fetchTestEvent } from './fetchTestEvent';
import { triggerFields } from './fields';
import { memoryOf } from './memory';
import { readWatchOptions } from './parameters';
import { poll, type WatchOptions } from './poll';
import { mostActionable, requiresUserAction, toFailure, type PollError } from './pollErrors';
import { PollSession, type PollDependencies } from './pollSession';
import { readState, writeState } from './state';

/** n8n's durable scheduler abandons a poll after 45 s. The rest is left for requests in flight. */
const MAX_POLL_MS = 25_000;
const MAX_READ_MS = 10_000;

/** The contexts of earlier polls. n8n uses one context for all polls of an activation. */
const polledBefore = new WeakSet<IPollFunctions>();

/** Runs a poll of the trigger in n8n. Returns an item for each task that has finished, or null if there is none. */
export async function onPoll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const mode = context.getActivationMode();
	// Each poll of the durable scheduler has its own context, and the mode "update".
	const isActivation = !polledBefore.has(context) && mode !== 'update';
	polledBefore.add(context);
	// An exception at n8n's start would leave the workflow active without a working trigger.
	const mayThrow = !(isActivation && mode === 'init');

	const prepared = await prepare(context, isActivation);
	if (!prepared.ok) return report(context, prepared.error, mayThrow);
	const { watch, dependencies, workMs } = prepared.value;
	if (context.getMode() === 'manual') {
		return await onFetchTestEvent(context, watch, new PollSession(dependencies, workMs));
	}

	const savedData = context.getWorkflowStaticData('node');
	const trigger = `${context.getWorkflow().id}/${context.getNode().id}`;
	const memory = memoryOf(trigger, dependencies.clock.now());
	const result = await poll(watch, readState(savedData.state), memory, dependencies, workMs);

	for (const note of result.notes) context.logger.warn(inLog(context, note));
	const error = mostActionable(result.errors);
	if (error !== undefined && result.items.length === 0) {
		const isFatal = requiresUserAction(error) && (isActivation || !error.isTasksOwn);
		if (isFatal && mayThrow) return report(context, toFailure(error), true);
	}
	for (const { message, suggestion } of distinct(result.errors)) {
		context.logger.warn(inLog(context, `${message}. ${suggestion}`));
	}
	if (result.state !== undefined) savedData.state = writeState(result.state) as IDataObject;
	return output(result.items);
}

interface Prepared {
	watch: WatchOptions;
	dependencies: PollDependencies;
	workMs: number;
}

async function prepare(
	context: IPollFunctions,
	isActivation: boolean,
): Promise<Result<Prepared, ItemFailure>> {
	const credential = await readCredential(context);
	if (!credential.ok) return err({ message: credential.error });
	const read = (name: string, fallback: unknown) =>
		context.getNodeParameter(name, fallback as null) as unknown;
	const parameters = new ParameterReader(read, triggerFields);
	const watch = readWatchOptions(parameters, (model) =>
		accountScope(context.getNode(), credential.value, model),
	);
	// Later polls may get an empty list from an expression.
	if (isActivation && 'ids' in watch.what && watch.what.ids.length === 0) {
		parameters.issues.push('Task IDs is empty. Enter at least one taskId');
	}
	if (parameters.issues.length > 0) return err({ message: joinMessages(parameters.issues) });

	// Older n8n versions have no budget.
	const budgetMs = (context as Partial<IPollFunctions>).getPollBudgetMs?.() ?? Infinity;
	const readTimeoutMs = Math.min(MAX_READ_MS, budgetMs / 4);
	const client = new HailuoClient(context, credential.value, readTimeoutMs);
	const dependencies: PollDependencies = {
		clock: systemClock,
		wallNow: () => Date.now(),
		getTask: async (task) => await client.getTask(task),
		getTasks: async (tasks) => await client.getTasks(tasks),
		listTasks: async (query) => await client.listTasks(query),
	};
	return ok({ watch, dependencies, workMs: Math.min(MAX_POLL_MS, budgetMs * 0.7) });
}

async function onFetchTestEvent(
	context: IPollFunctions,
	watch: WatchOptions,
	session: PollSession,
): Promise<INodeExecutionData[][] | null> {
	const tasks = await fetchTestEvent(watch, session);
	const error = mostActionable(session.errors);
	return tasks.length === 0 && error !== undefined
		? report(context, toFailure(error), true)
		: output(tasks);
}

function output(tasks: readonly Task[]): INodeExecutionData[][] | null {
	if (tasks.length === 0) return null;
	return [tasks.map((task) => ({ json: { ...task } as unknown as IDataObject }))];
}

/** Throws the failure, or logs it if an exception would stop the trigger. */
function report(context: IPollFunctions, failure: ItemFailure, mayThrow: boolean): null {
	if (mayThrow) throw failureError(context, failure);
	context.logger.warn(inLog(context, failure.message));
	return null;
}

/** Each distinct error once, even if it affects several tasks. */
function distinct(errors: readonly PollError[]): ItemFailure[] {
	const byMessage = new Map(errors.map((each) => [each.error.message, each]));
	return [...byMessage.values()].map(toFailure);
}

function inLog(context: IPollFunctions, text: string): string {
	return `Node "${context.getNode().name}": ${text}`;
}
