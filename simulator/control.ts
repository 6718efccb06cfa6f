import type { FastifyInstance, FastifyReply } from 'fastify';

import type { CreditsPlan, ListPlan } from './api/plans';
import type { FaultRule } from './faults/faults';
import { readJson } from './http/readJson';
import type { Simulator } from './simulator';
import type { EarlierTasks, TaskPlan } from './tasks/tasks';

/** Control endpoints for other processes: the same functions that tests call in this process. */
export function addControl(app: FastifyInstance, simulator: Simulator): void {
	const on = (method: 'GET' | 'POST', name: string, act: (sent: unknown) => unknown) =>
		app.route({
			method,
			url: `/__simulator/${name}`,
			config: { control: true },
			handler: async (request, reply) => await attempt(reply, () => act(readJson(request.body))),
		});

	on('POST', 'plans', (plan) => {
		simulator.plan(plan as TaskPlan);
		return {};
	});
	on('POST', 'credits', (plan) => {
		simulator.planCredits(plan as CreditsPlan);
		return {};
	});
	on('POST', 'list', (plan) => {
		simulator.planList(plan as ListPlan);
		return {};
	});
	on('POST', 'tasks', (tasks) => {
		simulator.addTasks(tasks as EarlierTasks);
		return {};
	});
	on('POST', 'faults', (rule) => ({ id: simulator.fault(rule as FaultRule).id }));
	on('POST', 'reset', () => {
		simulator.reset();
		return {};
	});
	on('GET', 'requests', () => simulator.requests);
	on('GET', 'tasks', () => simulator.tasks);
	on('GET', 'paid-task-ids', () => simulator.paidTaskIds);
	on('GET', 'key-leaks', () => simulator.keyLeaks);
}

async function attempt(reply: FastifyReply, act: () => unknown) {
	try {
		return await reply.send(act());
	} catch (problem) {
		return await reply.code(400).send({ message: (problem as Error).message });
	}
}
