import { create } from '../../../nodes/Hailuo/actions/create.operation';
import { getMany } from '../../../nodes/Hailuo/actions/getMany.operation';
import { wait } from '../../../nodes/Hailuo/actions/wait.operation';
import { matchesTaskFilter } from '../../../nodes/Hailuo/domain/taskList';
import { createParams, simulated } from '../harness/simulatedNode';
import { expectNoHarm, expectReadable, runItem } from './hostileRuns';

const BOOLEANS = [true, false, null];
const NUMBERS = ['3', 1, 0.5, 0.001, 1e308, 2 ** 31, null];

describe('Create with hostile values', () => {
	const node = simulated();
	const KNOWN_MODELS = ['MiniMax-Hailuo-02', 'MiniMax-Hailuo-2.3'];

	it('sends the intended request, or sends nothing and reports the issue', async () => {
		await expectNoHarm({
			operation: create,
			values: {
				model: ['MiniMax-Hailuo-02', ' MiniMax-Hailuo-2.3\n', 'MiniMax-Hailuo-03'],
				mode: ['auto', 'textToVideo'],
				prompt: [
					...['__proto__', 'a\0b', 'line\r\nbreak', '\ud83c', 'cut \ud83c', '[object Object]'],
					...['🎬'.repeat(2000), 1984, -0, '{{ $json }}'],
				],
				quality: [' 768P '],
				duration: ['6', 10, ' 10 ', '1e1', '0x6'],
				'options.promptOptimizer': BOOLEANS,
				'options.fastPretreatment': BOOLEANS,
				'options.maxConcurrency': NUMBERS,
				waitForCompletion: BOOLEANS,
			},
			usual: {
				...createParams(),
				...{ model: 'MiniMax-Hailuo-02', mode: 'textToVideo', imageUrls: '' },
				...{ quality: '768p', duration: 6 },
			},
			async run(parameters, item, onError) {
				node.api.reset();
				return await runItem({ parameters, items: [item], baseUrl: node.api.baseUrl }, onError);
			},
			requests: () => node.api.requests,
			expectAccepted({ request: { body } }, outcome) {
				const [sent, ...reads] = node.api.requests;
				expect(sent).toMatchObject({ method: 'POST', path: '/apiv1/v1/videos/generations' });
				expect(sent.body).toEqual(body);
				if (!KNOWN_MODELS.includes(body.model)) {
					expect(outcome.issue).toContain('field model');
					expect(reads).toEqual([]);
					return 'the API rejects it';
				}
				const [{ id }] = node.api.tasks;
				expect(outcome.item?.json.taskId).toBe(id);
				const own = [`/apiv1/v1/tasks/${id}`, `/videos/${id}.mp4`];
				expect(reads.filter(({ path }) => !own.includes(path))).toEqual([]);
				return 'created';
			},
			endings: ['created', 'the API rejects it'],
		});
	});
});

describe('Get Many with hostile values', () => {
	const node = simulated();
	const TIMES = ['2026-01-31', '2026-01-31T18:00:00Z', 1_700_000_000, 1.7e12, -1, '', null];

	it('lists the matching tasks, or sends nothing and reports the issue', async () => {
		await expectNoHarm({
			operation: getMany,
			values: {
				returnAll: BOOLEANS,
				limit: NUMBERS,
				'filters.status': ['completed', 'processing', 'failed', 'cancelled', '', null],
				'filters.model': ['MiniMax-Hailuo-02', ' MiniMax-Hailuo-02\n', 'another', null],
				'filters.createdAfter': TIMES,
				'filters.createdBefore': TIMES,
				'options.includeDetails': BOOLEANS,
			},
			usual: { resource: 'video', operation: 'getMany', filters: {}, options: {} },
			async run(parameters, item, onError) {
				node.api.reset();
				node.api.addTasks({ count: 1 });
				const run = { parameters, items: [item], baseUrl: node.api.baseUrl };
				return await runItem(run, onError, [0, 1]);
			},
			requests: () => node.api.requests,
			expectAccepted({ filter }, { item }) {
				const [{ id, createdAtMs, request }] = node.api.tasks;
				const own = ['/apiv1/v1/tasks', `/apiv1/v1/tasks/${id}`];
				expect(node.api.requests.filter(({ path }) => !own.includes(path))).toEqual([]);
				expect(node.api.requestsTo('list').length).toBeGreaterThan(0);
				const createdS = Math.floor(createdAtMs / 1000);
				const task = { id, status: 'completed', model: request.model, createdS } as const;
				const isListed = matchesTaskFilter(task as never, filter);
				expect(item?.json.taskId).toBe(isListed ? id : undefined);
				return isListed ? 'listed' : 'none';
			},
			endings: ['listed', 'none'],
		});
	});
});

// Get Status has the same fields, without the options of the wait.
describe('Wait with hostile values', () => {
	let aheadMs = 0;
	const node = simulated({ now: () => Date.now() + aheadMs });

	it('reads the given task, or sends nothing and reports the issue', async () => {
		const created = await node.run({ parameters: createParams() });
		const good = String(created.items[0].json.taskId);
		aheadMs = 60_000;
		let done = node.api.requests.length;
		const options = { timeoutMinutes: 0.001 };

		await expectNoHarm({
			operation: wait,
			values: {
				// Valid, unknown IDs; some are names of properties of every object.
				taskId: [
					...['__proto__', 'constructor', 'toString', '...a', '-', '_', '0', 'x'.repeat(99)],
				],
				downloadVideo: BOOLEANS,
				'options.outputBinaryField': [
					...['toString', ' clip ', 'a.b', '../a', '🎬', 'a\0b', 'x'.repeat(10_000)],
				],
				'options.timeoutMinutes': ['2', 0.0001, 1e308, 2 ** 31],
				'options.onTimeout': ['error', 'returnTask'],
			},
			usual: { resource: 'video', operation: 'wait', taskId: good, downloadVideo: true, options },
			async run(parameters: { options: object }, item, onError, values) {
				done = node.api.requests.length;
				// An unknown ID may be a new one, so Wait waits for it; here only briefly.
				if (values.some(([name]) => name === 'taskId')) Object.assign(parameters.options, options);
				const run = { parameters: parameters as never, items: [item], baseUrl: node.api.baseUrl };
				return await runItem(run, onError);
			},
			requests: () => node.api.requests.slice(done),
			removeUnsent(sent, values) {
				if (sent.has('taskId')) sent.delete('options.timeoutMinutes');
				const inFile = new Map(values.filter(([, { source }]) => source === 'workflow file'));
				// The form hides the field if Download Video is off, and n8n then drops its value.
				const isHidden = inFile.has('downloadVideo') && inFile.get('downloadVideo')?.value !== true;
				// n8n (2.40.7) replaces null with the default where a field of a collection has display options.
				const isReplaced = inFile.get('options.outputBinaryField')?.value === null;
				if (isHidden || isReplaced) sent.delete('options.outputBinaryField');
			},
			expectAccepted({ task: { taskId }, wait: { onTimeout }, outputField }, outcome) {
				const requests = node.api.requests.slice(done);
				const reads = requests.filter(({ server }) => server === 'api');
				const paths = new Set(reads.map(({ path }) => path));
				expect(paths).toEqual(new Set([`/apiv1/v1/tasks/${encodeURIComponent(taskId)}`]));
				if (taskId !== good) {
					expect(requests).toEqual(reads);
					if (onTimeout === 'returnTask') {
						expect(outcome.item?.json).toEqual({ taskId, timedOut: true });
					} else {
						expect(outcome.issue).toContain(`Task ${taskId} `);
						expectReadable(outcome);
					}
					return 'unknown';
				}
				expect(reads).toHaveLength(1);
				expect(outcome.item?.json).toMatchObject({ taskId: good, status: 'completed' });
				expect(Object.keys(outcome.item?.binary ?? {})).toEqual(outputField ? [outputField] : []);
				return 'read';
			},
			endings: ['read', 'unknown'],
		});
	});
});
