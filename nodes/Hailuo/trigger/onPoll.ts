import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { HailuoClient } from '../transport/client';
import { readCredential } from '../transport/credential';
import { failureError } from '../execution/errors';
import type { ItemFailure } from '../execution/itemResult';
import { ParameterReader } from '../execution/parameterReader';
import { systemClock } from '../execution/systemClock';
import type { Task } from '../domain/task';
import { joinMessages } from '../utils/format';
import { triggerFields } from './fields';
import { memoryOf } from './memory';
import { poll, type WatchOptions } from './poll';
import { findTestEvent } from './fetchTestEvent';
import { readWatchOptions } from './parameters';
import { readState, writeState } from './state';
import { PollSession, type PollDependencies } from './pollSession';
import { toFailure, requiresUserAction, mostActionable, type PollError } from './pollErrors';

/** A poll of n8n's durable scheduler is thrown away after 45 s; so long do all others work at most, too. */
const MAX_POLL_MS = 25_000;
const MAX_READ_MS = 10_000;

/** n8n uses one context for all polls of an activation: here are those that have polled before. */
const polledBefore = new WeakSet<IPollFunctions>();

/** A poll of the trigger in n8n: an item for each task that has finished, or null. */
export async function onPoll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const mode = context.getActivationMode();
	// Each poll of the durable scheduler has a context of its own, and this mode.
	const isActivation = !polledBefore.has(context) && mode !== 'update';
	polledBefore.add(context);
	// A throw at n8n's start would leave a dead trigger in a workflow that looks active.
	const mayThrow = !(isActivation && mode === 'init');

	const prepared = await prepare(context, isActivation);
	if ('failure' in prepared) return report(context, prepared.failure, mayThrow);
	const { watching, world, workMs } = prepared;
	if (context.getMode() === 'manual') return await fetchTestEvent(context, watching, world, workMs);

	const savedData = context.getWorkflowStaticData('node');
	const trigger = `${context.getWorkflow().id}/${context.getNode().id}`;
	const memory = memoryOf(trigger, world.clock.now());
	const polled = await poll(watching, readState(savedData.state), memory, world, workMs);

	for (const note of polled.notes) context.logger.warn(inLog(context, note));
	const trouble = mostActionable(polled.troubles);
	if (trouble !== undefined && polled.items.length === 0) {
		const isToThrow = requiresUserAction(trouble) && (isActivation || !trouble.isTasksOwn);
		if (isToThrow && mayThrow) return report(context, toFailure(trouble), true);
	}
	for (const { message, suggestion: advice } of different(polled.troubles)) {
		context.logger.warn(inLog(context, `${message}. ${advice}`));
	}
	if (polled.state !== undefined) savedData.state = writeState(polled.state) as IDataObject;
	return output(polled.items);
}

interface Prepared {
	watching: WatchOptions;
	world: PollDependencies;
	workMs: number;
}

async function prepare(
	context: IPollFunctions,
	isActivation: boolean,
): Promise<Prepared | { failure: ItemFailure }> {
	const read = (name: string) => context.getNodeParameter(name, null);
	const parameters = new ParameterReader(read, triggerFields);
	const credentialId = context.getNode().credentials?.hailuoApi?.id ?? '';
	const watching = readWatchOptions(parameters, credentialId);
	// A list by expression may run empty later on.
	if (isActivation && 'ids' in watching.what && watching.what.ids.length === 0) {
		parameters.issues.push('Task IDs is empty. Give at least one taskId');
	}
	if (parameters.issues.length > 0) {
		return { failure: { message: joinMessages(parameters.issues) } };
	}
	const found = await readCredential(context);
	if ('complaint' in found) return { failure: { message: found.complaint } };

	// Older n8n grant no budget.
	const budgetMs = (context as Partial<IPollFunctions>).getPollBudgetMs?.() ?? Infinity;
	const client = new HailuoClient(context, found.credential, Math.min(MAX_READ_MS, budgetMs / 4));
	const world: PollDependencies = {
		clock: systemClock,
		getTask: async (task) => await client.getTask(task),
		listTasks: async (query) => await client.listTasks(query),
	};
	return { watching, world, workMs: Math.min(MAX_POLL_MS, budgetMs * 0.7) };
}

async function fetchTestEvent(
	context: IPollFunctions,
	watching: WatchOptions,
	world: PollDependencies,
	workMs: number,
): Promise<INodeExecutionData[][] | null> {
	const { items, troubles } = await findTestEvent(watching, new PollSession(world, workMs));
	const trouble = mostActionable(troubles);
	return items.length === 0 && trouble !== undefined
		? report(context, toFailure(trouble), true)
		: output(items);
}

function output(tasks: readonly Task[]): INodeExecutionData[][] | null {
	if (tasks.length === 0) return null;
	return [tasks.map((task) => ({ json: { ...task } as unknown as IDataObject }))];
}

/** Throws the failure, or where that would do harm writes it into n8n's log. */
function report(context: IPollFunctions, failure: ItemFailure, mayThrow: boolean): null {
	if (mayThrow) throw failureError(context, failure);
	context.logger.warn(inLog(context, failure.message));
	return null;
}

/** One line each, however many tasks met with the same fault. */
function different(troubles: readonly PollError[]): ItemFailure[] {
	const byFault = new Map(troubles.map((trouble) => [trouble.fault.message, trouble]));
	return [...byFault.values()].map(toFailure);
}

function inLog(context: IPollFunctions, text: string): string {
	return `Node "${context.getNode().name}": ${text}`;
}
