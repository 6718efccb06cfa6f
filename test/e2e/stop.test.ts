import { BUSY, BUSY_ITEMS, type Busy } from '../../simulator/testing/busy';
import { logLines } from '../../tools/n8n/log';
import { measureN8nMs } from '../../tools/stopwatch';
import { simulatedN8n } from './harness/simulatedN8n';
import { workflow } from '../../tools/n8n/workflow';

const { 'is sending creates': creating, 'waits for its first read': waiting } = BUSY;
const { 'waits between two reads': betweenReads, 'waits for the response to a read': reading } =
	BUSY;
const { downloads: downloading } = BUSY;

const items = Array.from({ length: BUSY_ITEMS }, (_, i) => ({ prompt: `Boat ${i}` }));
const parameters = {
	prompt: '={{ $json.prompt }}',
	waitForCompletion: true,
	options: { maxConcurrency: BUSY_ITEMS },
};
const TIMEOUT_S = 5;
/** A timeout of 3 s: long enough for Stop, and short enough to await in a test. */
const waitingBriefly = { timeoutMinutes: 0.05, onTimeout: 'returnTask' };
/** With these settings n8n retries even after a stop. */
const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 };

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
		return { executionId, logLinesOf, stopped };
	}

	/** Waits 2 s with n8n's Wait node: long enough for further reads or tries to be noticed. */
	async function waitTwoSeconds(): Promise<void> {
		const pause = workflow('Two seconds')
			.manualTrigger()
			.node('Wait', 'n8n-nodes-base.wait', {
				typeVersion: 1.1,
				parameters: { amount: 2, unit: 'seconds' },
			});
		await hailuo.n8n.run((await hailuo.n8n.createWorkflow(pause.build())).id);
	}

	const requestsAfter = (moment: number) => hailuo.api.requests.filter(({ at }) => at > moment);
	const taskIds = () => hailuo.api.tasks.map(({ id }) => id);

	it.each<[string, Busy]>([
		['waits for the first reads', waiting],
		['waits between two reads', betweenReads],
		['waits for the response to a read', reading],
		['downloads', downloading],
	])('cancels a run that %s within a second, and logs all its tasks', async (at, busy) => {
		const { executionId, logLinesOf, stopped } = await start(`Stop: ${at}`, busy);

		const stopMs = await measureN8nMs(hailuo.n8n.url, async () => {
			await hailuo.n8n.stopExecution(executionId);
			await stopped();
		});

		expect(stopMs).toBeLessThan(1_000);
		const [line] = await logLinesOf();
		expect((await hailuo.n8n.waitForEnd(executionId)).status).toBe('canceled');
		expect(taskIds()).toHaveLength(BUSY_ITEMS);
		expect(taskIds().filter((id) => !line.includes(id))).toEqual([]);
		expect(line).toContain('Resume with Get Status or Wait at no extra cost');
		const { customData } = await hailuo.n8n.waitForEnd(executionId);
		expect(Object.keys(customData)[0]).toBe('hailuoTasks');
		expect(Object.values(customData).join().split(',').sort()).toEqual(taskIds().sort());
		const endedAt = Date.now();
		await waitTwoSeconds();
		expect(requestsAfter(endedAt)).toEqual([]);
		expect(await logLinesOf()).toHaveLength(1);
	});

	it('logs running creates as possibly accepted', async () => {
		const { executionId, logLinesOf, stopped } = await start('Stop: sends creates', creating);

		const stopMs = await measureN8nMs(hailuo.n8n.url, async () => {
			await hailuo.n8n.stopExecution(executionId);
			await stopped();
		});

		expect(stopMs).toBeLessThan(1_000);
		const [line] = await logLinesOf();
		const indexes = items.map((_, index) => index).join(', ');
		expect(line).toContain(`May have been accepted without a task ID: items ${indexes} (`);
		expect(line).toContain('Check your provider account');
		await waitTwoSeconds();
		expect(hailuo.api.requestsTo('create')).toHaveLength(BUSY_ITEMS);
		expect(await logLinesOf()).toHaveLength(1);
	});

	it.each<[string, Busy]>([
		['waits between two reads', betweenReads],
		['waits for the response to a read', reading],
		['downloads', downloading],
	])('cancels a run that %s in the same way at the workflow timeout', async (at, busy) => {
		const { executionId, logLinesOf, stopped } = await start(`Timeout: ${at}`, busy, {
			executionTimeout: TIMEOUT_S,
		});

		const busyAt = Date.now();
		const stopMs = await measureN8nMs(hailuo.n8n.url, stopped);
		const endedAt = Date.now();

		const [line] = await logLinesOf();
		await waitTwoSeconds();
		const { status, startedAt, stoppedAt = 0 } = await hailuo.n8n.waitForEnd(executionId);
		expect(status).toBe('canceled');
		expect(stoppedAt - startedAt).toBeGreaterThanOrEqual(TIMEOUT_S * 1_000);
		expect(busyAt - startedAt + stopMs).toBeLessThan(TIMEOUT_S * 1_000 + 1_000);
		expect(taskIds().filter((id) => !line.includes(id))).toEqual([]);
		expect(requestsAfter(endedAt)).toEqual([]);
		expect(await logLinesOf()).toHaveLength(1);
	});

	it('keeps the output of Create if execution progress is saved, and Retry resumes its task', async () => {
		betweenReads.prepare(hailuo.api);
		const { id } = await hailuo.n8n.createWorkflow(
			hailuo
				.flow({ prompt: 'A paper boat', waitForCompletion: false })
				.node('Wait', 'n8n-nodes-hailuo.hailuo', {
					parameters: { operation: 'wait', options: waitingBriefly },
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

		const [created] = stopped.items('Hailuo');
		const { taskId } = created.json;
		expect(taskIds()).toEqual([taskId]);
		expect(retried.items('Wait')[0].json).toMatchObject({ taskId, timedOut: true });
	});
});
