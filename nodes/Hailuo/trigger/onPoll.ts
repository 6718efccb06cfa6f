import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { toSentences } from '../domain/issue';
import { ParameterReader } from '../domain/parameterReader';
import type { Task } from '../domain/task';
import { toItemJson } from '../domain/taskItem';
import { failureError } from '../execution/errors';
import { digest } from '../execution/idempotencyKey';
import type { ItemFailure } from '../execution/itemResult';
import { systemClock } from '../execution/systemClock';
import { HailuoClient } from '../transport/client';
import { bareKey, readCredential, type Credential } from '../transport/credential';
import { err, ok, type Result } from '../utils/result';
import { fetchTestEvent } from './fetchTestEvent';
import { triggerFields } from './fields';
import { freshLimits, openMemory } from './memory';
import { readWatch } from './parameters';
import { poll, type PollReason, type Watch } from './poll';
import { toFailure } from './pollErrors';
import { PollRequests, type PollDependencies } from './pollRequests';
import { readState, writeState } from './state';

/** n8n's durable scheduler abandons a poll after 45 s. The rest is left for requests in flight. */
const MAX_POLL_MS = 30_000;
const MAX_READ_MS = 10_000;

/** The contexts of earlier polls. n8n uses one context for all polls of an activation. */
const polledBefore = new WeakSet<IPollFunctions>();

/** Runs a poll of the trigger in n8n. Returns an item for each task that has finished, or null if there is none. */
export async function onPoll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const reason = reasonOf(context);
	const tasks = await finishedTasks(context, reason);
	if (tasks.ok) return output(tasks.value);
	if (reason !== 'startup') throw failureError(context, tasks.error);
	// An exception at n8n's start would leave the workflow active without a trigger.
	log(context, toSentences(tasks.error));
	return null;
}

async function finishedTasks(
	context: IPollFunctions,
	reason: PollReason,
): Promise<Result<Task[], ItemFailure>> {
	const isManual = context.getMode() === 'manual';
	const prepared = await prepare(context, isManual || reason === 'activation');
	if (!prepared.ok) return prepared;
	const { account, watch, dependencies } = prepared.value;
	if (isManual) {
		return await fetchTestEvent(watch, new PollRequests(dependencies, freshLimits(systemClock)));
	}

	// Not the data of the node: n8n loses that if the node is renamed.
	const staticData = context.getWorkflowStaticData('global');
	const { id: nodeId } = context.getNode();
	const key = `hailuoTrigger:${nodeId}`;
	const trigger = `${context.getWorkflow().id}/${nodeId}`;
	const memory = openMemory(trigger, account, watch.scope, systemClock);
	const result = await poll(watch, readState(staticData[key]), memory, dependencies, reason);

	if (result.state !== undefined) staticData[key] = writeState(result.state) as IDataObject;
	for (const line of result.log) log(context, line);
	return result.fatal === undefined ? ok(result.items) : err(toFailure(result.fatal));
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
	/** A digest of Base URL and key. */
	account: string;
	watch: Watch;
	dependencies: PollDependencies;
}

/** @param isStrict whether empty and invalid Task IDs are refused */
async function prepare(
	context: IPollFunctions,
	isStrict: boolean,
): Promise<Result<Prepared, ItemFailure>> {
	const credential = await readCredential(context);
	if (!credential.ok) return credential;
	const read = (name: string, fallback: unknown) =>
		context.getNodeParameter(name, fallback as null) as unknown;
	const parameters = new ParameterReader(read, triggerFields);
	const account = accountDigest(context.getNode().id, credential.value);
	const watch = readWatch(parameters, account, isStrict);
	if (parameters.failure !== undefined) return err(parameters.failure);

	// Older n8n versions have no budget.
	const budgetMs = (context as Partial<IPollFunctions>).getPollBudgetMs?.() ?? Infinity;
	const dependencies: PollDependencies = {
		client: new HailuoClient(context, credential.value, Math.min(MAX_READ_MS, budgetMs / 4)),
		clock: systemClock,
		wallNow: () => Date.now(),
		workMs: Math.min(MAX_POLL_MS, budgetMs * 0.7),
	};
	return ok({ account, watch, dependencies });
}

/**
 * A digest of Base URL and API key: n8n does not inform a workflow of a changed credential. It is salted with
 * the node's ID: no salt has to be stored, the digest is the same after restarts, restored backups and
 * imports, and the same key has a different digest in another trigger.
 */
function accountDigest(nodeId: string, { baseUrl, data }: Credential): string {
	return digest([nodeId, baseUrl, bareKey(data.apiKey)]);
}

function output(tasks: readonly Task[]): INodeExecutionData[][] | null {
	if (tasks.length === 0) return null;
	return [tasks.map((task) => ({ json: toItemJson(task) as IDataObject }))];
}

function log(context: IPollFunctions, line: string): void {
	context.logger.warn(`Node "${context.getNode().name}": ${line}`);
}
