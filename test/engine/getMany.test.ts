import { sentRequests } from './harness/sentRequests';
import { simulated } from './harness/simulatedNode';
import { measureStopMs } from './harness/stop';

const getMany = (parameters = {}) => ({ resource: 'video', operation: 'getMany', ...parameters });

const FAILED = { outcome: { code: 'service_error', message: 'Broken' } };
const BEHAVIORS = [{}, FAILED, { outcome: 'cancelled' as const }, { durationMs: 1e9 }];

// Faults of the list, the reads and the downloads: test/faults/cases/getMany.ts.
describe('Get Many', () => {
	const node = simulated({ withTaskBatch: false });
	const sent = sentRequests();
	const endpoints = () => node.api.requests.map(({ endpoint }) => endpoint);

	it('outputs each task in the common format: completed ones with their URL, failed ones with their reason', async () => {
		node.api.addTasks({ count: 4, behaviors: BEHAVIORS });

		const { items } = await node.run({ parameters: getMany() });

		const [running, cancelled, failed, completed] = items.map(({ json }) => json);
		const [newest] = [...node.api.tasks].reverse();
		expect(running).toEqual({
			taskId: newest.id,
			status: 'processing',
			progress: 0,
			model: 'MiniMax-Hailuo-02',
			createdAt: new Date(Math.floor(newest.createdAtMs / 1000) * 1000).toISOString(),
		});
		expect(cancelled).toMatchObject({
			status: 'cancelled',
			failure: { code: 'request_cancelled' },
		});
		expect(failed).toMatchObject({ status: 'failed', failure: { code: 'service_error' } });
		expect(completed).toMatchObject({ status: 'completed', videoUrl: node.api.tasks[0].videoUrl });
		// Without the batch request, which this provider rejects as an unknown path.
		expect(endpoints().filter(Boolean)).toEqual(['list', 'read', 'read', 'read', 'list']);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(Array(4).fill({ item: 0 }));
	});

	it('sends no request but the list without Include Details', async () => {
		node.api.addTasks({ count: 4, behaviors: BEHAVIORS });

		const { items } = await node.run({
			parameters: getMany({ options: { includeDetails: false } }),
		});

		expect(items.map(({ json }) => json.status)).toEqual([
			'processing',
			'cancelled',
			'failed',
			'completed',
		]);
		expect(new Set(endpoints())).toEqual(new Set(['list']));
	});

	it.each([
		['status', { status: 'failed' }, 2],
		['processing, which includes pending', { status: 'processing' }, 2],
		['model', { model: 'MiniMax-Hailuo-2.3' }, 1],
		['status and model', { status: 'failed', model: 'MiniMax-Hailuo-2.3' }, 0],
	])('filters by %s', async (_, filters, count) => {
		node.api.addTasks({ count: 8, behaviors: BEHAVIORS });
		node.api.addTasks({ count: 1, model: 'MiniMax-Hailuo-2.3' });

		const { items } = await node.run({
			parameters: getMany({ filters, options: { includeDetails: false } }),
		});

		expect(items.filter(({ json }) => json.taskId !== undefined)).toHaveLength(count);
	});

	it.each([
		['all', {}, ['pending', 'cancelled', 'failed', 'completed']],
		['those with the status of the filter', { status: 'completed' }, ['completed']],
	])(
		'reads tasks whose status in the list is unknown, and outputs %s',
		async (_, filters, statuses) => {
			node.api.addTasks({ count: 4, behaviors: BEHAVIORS });
			const patch = ({ data }: Record<string, unknown>) => ({
				data: (data as object[]).map((task) => ({ ...task, status: 'archived' })),
			});
			node.api.fault({ on: 'list', times: 'always', then: { patch } });

			const { items } = await node.run({ parameters: getMany({ filters }) });

			expect(items.map(({ json }) => json.status)).toEqual(statuses);
		},
	);

	it('reads more tasks if details show that the first ones do not match the filter', async () => {
		node.api.addTasks({ count: 3, behaviors: [{}, { durationMs: 1e9 }, { durationMs: 1e9 }] });
		// A provider that ignores the filter.
		const data = [...node.api.tasks]
			.reverse()
			.map(({ id, createdAtMs }) => ({ id, status: 'archived', created_at: createdAtMs }));
		node.api.fault({ on: 'list', times: 'always', then: { status: 200, body: { data } } });
		const parameters = getMany({ filters: { status: 'completed' }, limit: 1 });

		expect((await node.run({ parameters })).items).toMatchObject([
			{ json: { status: 'completed' } },
		]);
		const withoutDetails = { ...parameters, options: { includeDetails: false } };
		expect((await node.run({ parameters: withoutDetails })).items).toEqual([]);
	});

	it('filters by time, and reads no page after the first task that is too old', async () => {
		node.api.addTasks({ count: 1000, everyMs: 60_000 });
		const at = (minutes: number) => new Date(Date.now() - minutes * 60_000 - 30_000).toISOString();

		const { items } = await node.run({
			parameters: getMany({
				returnAll: true,
				filters: { createdAfter: at(150), createdBefore: at(50) },
				options: { includeDetails: false },
			}),
		});

		expect(items).toHaveLength(100);
		expect(endpoints()).toEqual(['list', 'list']);
	});

	it.each([
		['a date object', '={{ $now.minus({ minutes: 90 }) }}'],
		[
			'text without a time zone, in that of the workflow,',
			'={{ $now.minus({ minutes: 90 }).toFormat("yyyy-MM-dd\'T\'HH:mm:ss") }}',
		],
		['Unix seconds', '={{ $now.minus({ minutes: 90 }).toSeconds() }}'],
	])('accepts %s as a time', async (_, createdAfter) => {
		node.api.addTasks({ count: 3, everyMs: 3_600_000 });

		const { items } = await node.run({
			parameters: getMany({
				filters: { createdAfter },
				options: { includeDetails: false },
			}),
			// 14 hours ahead of UTC, so that the text means another time in every other time zone.
			timezone: 'Pacific/Kiritimati',
		});

		expect(items).toHaveLength(1);
	});

	it('outputs as many tasks as Limit allows, 50 by default', async () => {
		node.api.addTasks({ count: 300 });
		const options = { includeDetails: false };

		const usual = await node.run({ parameters: getMany({ options }) });
		expect(usual.items).toHaveLength(50);
		expect(endpoints()).toEqual(['list']);
		const more = await node.run({ parameters: getMany({ limit: 150, options }) });
		expect(more.items).toHaveLength(150);
		expect(endpoints()).toEqual(['list', 'list', 'list']);
	});

	it('lists the tasks for each input item, and pairs them with it', async () => {
		node.api.addTasks({ count: 4, behaviors: BEHAVIORS });

		const { items } = await node.run({
			parameters: getMany({
				filters: { status: '={{ $json.status }}' },
				options: { includeDetails: false },
			}),
			items: [{ status: 'failed' }, { status: 'completed' }],
		});

		expect(items.map(({ json, pairedItem }) => [json.status, pairedItem])).toEqual([
			['failed', { item: 0 }],
			['completed', { item: 1 }],
		]);
	});

	// Other invalid values: hostile/parameters.test.ts.
	it.each([
		['limit', { limit: '={{ 0 }}' }, /Limit must be a number greater than 0 \(got 0\)/],
		[
			'download without details',
			{ downloadVideo: true, options: { includeDetails: false } },
			/Download Video requires Include Details/,
		],
	])('refuses an invalid %s before any request', async (_, parameters, message) => {
		const { error } = await node.run({ parameters: getMany(parameters) });

		expect(error?.message).toMatch(message);
		expect(node.api.requests).toEqual([]);
	});

	it('stops within a second, and sends no further request', async () => {
		node.api.addTasks({ count: 1000 });
		const run = await node.start({ parameters: getMany({ returnAll: true }) });
		await node.api.waitForRequest('read', 3);
		const sentBefore = sent();

		expect(await measureStopMs(run)).toBeLessThan(1_000);
		await node.api.waitForIdle();
		expect(sentBefore).toBeGreaterThan(0);
		expect(sent()).toBe(sentBefore);
	});
});
