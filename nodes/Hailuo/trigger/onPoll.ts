import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { ParameterReader } from '../domain/parameterReader';
import type { Task } from '../domain/task';
import { failureError } from '../execution/errors';
import type { ItemFailure } from '../execution/itemResult';
import { systemClock } from '../execution/systemClock';
import { HailuoClient } from '../transport/client';
import { readCredential } from '../transport/credential';
import { err, ok, type Result } from '../utils/result';
import { accountScope } from './accountScope';
import { fetchTestEvent } from './fetchTestEvent';
import { triggerFields } from './fields';
import { freshMemory, openMemory } from './memory';
import { readWatch } from './parameters';
import { poll, type PollReason, type Watch } from './poll';
import { toFailure, type PollError } from './pollErrors';
import { PollSession, type PollDependencies } from './pollSession';
import { readState, writeState } from './state';

/** n8n's durable scheduler abandons a poll after 45 s. The rest is left for requests in flight. */
const MAX_POLL_MS = 30_000;
const MAX_READ_MS = 10_000;

/** The contexts of earlier polls. n8n uses one context for all polls of an activation. */
const polledBefore = new WeakSet<IPollFunctions>();

/** Runs a poll of the trigger in n8n. Returns an item for each task that has finished, or null if there is none. */
export async function onPoll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const reason = reasonOf(context);
	const isManual = context.getMode() === 'manual';
	const prepared = await prepare(context, isManual || reason === 'activation');
	if (!prepared.ok) return report(context, prepared.error, reason);
	const { watch, account, dependencies, workMs } = prepared.value;
	if (isManual) {
		const session = new PollSession(dependencies, workMs, freshMemory(dependencies.clock));
		const events = await fetchTestEvent(watch, session);
		session.end();
		return events.ok ? output(events.value) : report(context, events.error, reason);
	}

	// Not the data of the node: n8n loses that if the node is renamed.
	const staticData = context.getWorkflowStaticData('global');
	const key = `hailuoTrigger:${context.getNode().id}`;
	const saved = readState(staticData[key], context.getWorkflowStaticData('node').state);
	const trigger = `${context.getWorkflow().id}/${context.getNode().id}`;
	const memory = openMemory(trigger, account, dependencies.clock);
	const result = await poll(watch, saved, memory, dependencies, workMs, reason);

	if (result.state !== undefined) staticData[key] = writeState(result.state) as IDataObject;
	if (result.fatal !== undefined) return report(context, toFailure(result.fatal), reason);
	for (const note of result.notes) context.logger.warn(inLog(context, note));
	for (const { message, suggestion } of distinct(result.errors)) {
		context.logger.warn(inLog(context, `${message}. ${suggestion}`));
	}
	return output(result.items);
}

/** Measured on n8n 2.40.7: docs/architecture.md, "What n8n calls an activation". */
function reasonOf(context: IPollFunctions): PollReason {
	const mode = context.getActivationMode();
	const isFirst = !polledBefore.has(context);
	polledBefore.add(context);
	if (mode === 'activate' && isFirst) return 'activation';
	return isFirst && (mode === 'init' || mode === 'leadershipChange') ? 'startup' : 'schedule';
}

interface Prepared {
	watch: Watch;
	/** Identifies Base URL and key. */
	account: string;
	dependencies: PollDependencies;
	workMs: number;
}

async function prepare(
	context: IPollFunctions,
	isStrict: boolean,
): Promise<Result<Prepared, ItemFailure>> {
	const credential = await readCredential(context);
	if (!credential.ok) return credential;
	const read = (name: string, fallback: unknown) =>
		context.getNodeParameter(name, fallback as null) as unknown;
	const parameters = new ParameterReader(read, triggerFields);
	const scopeOf = (model?: string) => accountScope(context.getNode(), credential.value, model);
	const watch = readWatch(parameters, scopeOf, isStrict);
	if (parameters.failure !== undefined) return err(parameters.failure);

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
	return ok({
		watch,
		account: scopeOf(),
		dependencies,
		workMs: Math.min(MAX_POLL_MS, budgetMs * 0.7),
	});
}

function output(tasks: readonly Task[]): INodeExecutionData[][] | null {
	if (tasks.length === 0) return null;
	return [tasks.map((task) => ({ json: { ...task } as unknown as IDataObject }))];
}

/** Throws the failure; at n8n's start logs it, since an exception would leave the workflow active without a trigger. */
function report(context: IPollFunctions, failure: ItemFailure, reason: PollReason): null {
	if (reason !== 'startup') throw failureError(context, failure);
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
