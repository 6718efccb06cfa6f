import { createParams, simulated } from './harness/simulatedNode';

const getStatus = (parameters = {}) => ({
	resource: 'video',
	operation: 'getStatus',
	...parameters,
});

describe('Get Status', () => {
	/** How far the API's clock is ahead, ms, so that tasks finish without a wait. */
	let ahead = 0;
	const node = simulated({ now: () => Date.now() + ahead });
	beforeEach(() => (ahead = 0));

	async function createdTask(): Promise<string> {
		const { items } = await node.run({ parameters: createParams() });
		return String(items[0].json.taskId);
	}

	async function finishedTask(): Promise<string> {
		const taskId = await createdTask();
		ahead = 60_000;
		return taskId;
	}

	it('reads a running task once, and does not wait for it', async () => {
		node.api.plan({ durationMs: 60_000 });
		const taskId = await createdTask();

		const { items } = await node.run({ parameters: getStatus(), items: [{ taskId }] });

		expect(items[0].json).toMatchObject({
			taskId,
			status: expect.stringMatching(/pending|processing/),
		});
		expect(node.api.requestsTo('read')).toHaveLength(1);
	});

	it('outputs why a task failed as data, not as an error', async () => {
		node.api.plan({
			durationMs: 30_000,
			outcome: { code: 'image_processing_error', message: 'Bad link' },
		});
		const taskId = await finishedTask();

		const { items, status } = await node.run({ parameters: getStatus({ taskId }) });

		expect(status).toBe('success');
		expect(items[0].json).toMatchObject({
			status: 'failed',
			failure: {
				code: 'image_processing_error',
				message: 'Bad link',
				hint: expect.stringContaining('public'),
				retryable: false,
			},
		});
	});

	it('outputs the URL of a completed video with its expiry, and the file if Download Video is on', async () => {
		node.api.plan({ durationMs: 30_000 });
		const taskId = await finishedTask();

		const { items } = await node.run({
			parameters: getStatus({
				taskId,
				downloadVideo: true,
				options: { outputBinaryField: 'clip' },
			}),
		});

		const { createdAt, expiresAt, videoUrl } = items[0].json;
		expect(videoUrl).toBe(node.api.tasks[0].videoUrl);
		expect(Date.parse(String(expiresAt)) - Date.parse(String(createdAt))).toBe(24 * 3_600_000);
		expect(items[0].binary?.clip.mimeType).toBe('video/mp4');
	});

	it('reports an unknown task with what to check', async () => {
		const { error } = await node.run({
			parameters: getStatus({ taskId: 'task-unified-0-nowhere1' }),
		});

		expect(error?.message).toMatch(/^Task task-unified-0-nowhere1 could not be read/);
		expect(error?.description).toContain('Check the task ID');
	});

	// IDs that are refused: hostile/parameters.test.ts.
	it.each(['org/task-1', 'urn:uuid:12', 'a+b==', 'a?b=c#d', '%2e%2e', '__proto__', '🎬'])(
		'requests exactly the ID %s',
		async (taskId) => {
			const body = { id: taskId, status: 'processing' };
			node.api.fault({ on: 'read', then: { status: 200, body } });

			const { items } = await node.run({ parameters: getStatus({ taskId }) });

			expect(items[0].json.taskId).toBe(taskId);
			expect(node.api.requests[0].path).toBe(`/apiv1/v1/tasks/${encodeURIComponent(taskId)}`);
		},
	);
});
