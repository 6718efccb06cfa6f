/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { setTimeout as delay } from 'node:timers/promises';

import { BUSY, BUSY_ITEMS, type Busy } from '../engine/harness/busy';
import { logLines } from '../../tools/n8n/log';
import { workflow } from '../../tools/n8n/workflow';
import { measureN8nMs } from '../../tools/stopwatch';
import { waitFor } from '../../tools/waitFor';
import { simulatedN8n } from './harness/simulatedN8n';

const reading = BUSY['waits for the response to a read'];
const items = Array.from({ length: BUSY_ITEMS }, (_, i) => ({ prompt: `Boat ${i}` }));
const parameters = { prompt: '={{ $json.prompt }}', options: { maxConcurrency: BUSY_ITEMS } };
const TIMEOUT_S = 5;
/** With these settings n8n retries even after a stop. */
const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 };

// Whatever the node is doing: test/engine/rule06.stop.test.ts. Here, what n8n itself does and logs.
describe('Stop in a real n8n', () => {
	const hailuo = simulatedN8n();

	/** Starts twenty items and resolves once they are in the given state; `logLinesOf` reads what n8n logs about the stop. */
	async function start(node: string, busy: Busy, settings: { executionTimeout?: number } = {}) {
		const { id } = await hailuo.n8n.createWorkflow(
			workflow(node)
				.manualTrigger(items)
				.node(node, 'n8n-nodes-hailuo.hailuo', {
					parameters,
					credentials: hailuo.credentials,
					...retrying,
				})
				.settings(settings)
				.build(),
		);
		busy.prepare(hailuo.api);
		const executionId = await hailuo.n8n.startRun(id);
		await busy.reached(hailuo.api);
		const logLinesOf = async () => await logLines(hailuo.n8n.logFile, `Node "${node}": Stopped.`);
		/** Resolves when the stop is logged and no request is running. */
		const stopped = async () => {
			await logLinesOf();
			await hailuo.api.waitForIdle();
		};
		/** In the next two seconds, no request is sent and no other try is stopped. */
		const expectQuiet = async () => {
			const sent = hailuo.api.requests.length;
			await delay(2_000);
			expect(hailuo.api.requests).toHaveLength(sent);
			expect(await logLinesOf()).toHaveLength(1);
		};
		return { executionId, logLinesOf, stopped, expectQuiet };
	}

	const taskIds = () => hailuo.api.tasks.map(({ id }) => id);

	it('cancels a run within a second, and logs all its tasks, which the execution also keeps', async () => {
		const run = await start('Stop: reads', reading);

		const stopMs = await measureN8nMs(hailuo.n8n.url, async () => {
			await hailuo.n8n.stopExecution(run.executionId);
			await run.stopped();
		});

		expect(stopMs).toBeLessThan(1_000);
		const [line] = await run.logLinesOf();
		expect(taskIds()).toHaveLength(BUSY_ITEMS);
		expect(taskIds().filter((id) => !line.includes(id))).toEqual([]);
		expect(line).toContain('Resume with Get Status or Wait at no extra cost');
		// n8n saves the data of an execution after its status.
		const customData = await waitFor('the custom data of the execution', async () => {
			const execution = await hailuo.n8n.waitForEnd(run.executionId);
			expect(execution.status).toBe('canceled');
			return Object.keys(execution.customData).length > 0 ? execution.customData : undefined;
		});
		expect(Object.keys(customData)[0]).toBe('hailuoTasks');
		expect(Object.values(customData).join().split(',').sort()).toEqual(taskIds().sort());
		await run.expectQuiet();
	});

	it('logs running creates as possibly accepted', async () => {
		const run = await start('Stop: sends creates', BUSY['is sending creates']);

		await hailuo.n8n.stopExecution(run.executionId);
		await run.stopped();

		const [line] = await run.logLinesOf();
		const indexes = items.map((_, index) => index).join(', ');
		expect(line).toContain(`May have been accepted without a task ID: items ${indexes} (`);
		expect(line).toContain('Check your provider account');
	});

	it('cancels a run in the same way at the workflow timeout', async () => {
		const run = await start('Timeout: reads', reading, { executionTimeout: TIMEOUT_S });

		const busyAt = Date.now();
		const stopMs = await measureN8nMs(hailuo.n8n.url, run.stopped);

		const [line] = await run.logLinesOf();
		const execution = await hailuo.n8n.waitForEnd(run.executionId);
		const { status, startedAt, stoppedAt = 0 } = execution;
		expect(status).toBe('canceled');
		expect(stoppedAt - startedAt).toBeGreaterThanOrEqual(TIMEOUT_S * 1_000);
		expect(busyAt - startedAt + stopMs).toBeLessThan(TIMEOUT_S * 1_000 + 1_000);
		expect(taskIds().filter((id) => !line.includes(id))).toEqual([]);
		await run.expectQuiet();
	});

	it('keeps the output of Create if execution progress is saved, and Retry resumes its task', async () => {
		hailuo.api.plan({ durationMs: 600_000, estimatedTimeS: 1 });
		const { id } = await hailuo.n8n.createWorkflow(
			hailuo
				.flow({ prompt: 'A paper boat', waitForCompletion: false })
				.node('Wait', 'n8n-nodes-hailuo.hailuo', {
					// Long enough for Stop, and short enough to await in a test.
					parameters: {
						operation: 'wait',
						options: { timeoutMinutes: 0.05, onTimeout: 'returnTask' },
					},
					credentials: hailuo.credentials,
				})
				.settings({ saveExecutionProgress: true })
				.build(),
		);
		const executionId = await hailuo.n8n.startRun(id);
		await hailuo.api.waitForRequest('read');

		await hailuo.n8n.stopExecution(executionId);
		const stopped = await hailuo.n8n.waitForEnd(executionId);
		const retried = await hailuo.n8n.retry(executionId, 'original');

		const { taskId } = stopped.items('Hailuo')[0].json;
		expect(taskIds()).toEqual([taskId]);
		expect(retried.items('Wait')[0].json).toMatchObject({ taskId, timedOut: true });
	});
});
