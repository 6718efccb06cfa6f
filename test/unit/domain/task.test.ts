import {
	isFinal,
	parseTask,
	parseTaskBatch,
	type Task,
	type TaskStatus,
} from '../../../nodes/Hailuo/domain/task';

const ID = 'task-unified-1772618027-cmeisy8h';
/** 2026-03-04T09:53:47Z, and one day later. */
const CREATED_S = 1772618027;
const CREATED_AT = '2026-03-04T09:53:47.000Z';
const EXPIRES_AT = '2026-03-05T09:53:47.000Z';
const VIDEO_URL = 'https://files.example.com/video.mp4?sig=1';

const taskOf = (body: object, known?: Task) => parseTask({ id: ID, ...body }, known)?.task;

describe('parseTask', () => {
	it('parses every field of a completed task', () => {
		const body = {
			created: CREATED_S,
			id: ID,
			model: 'MiniMax-Hailuo-02',
			object: 'video.generation.task',
			progress: 100,
			results: [VIDEO_URL],
			status: 'completed',
			task_info: { can_cancel: false, estimated_time: 90, video_duration: 6 },
			type: 'video',
			usage: { billing_rule: 'per_call', credits_reserved: 12.5, user_group: 'default' },
			something_new: true,
		};

		expect(parseTask(body)).toEqual({
			task: {
				taskId: ID,
				status: 'completed',
				progress: 100,
				model: 'MiniMax-Hailuo-02',
				createdAt: CREATED_AT,
				videoUrl: VIDEO_URL,
				expiresAt: EXPIRES_AT,
				usage: { billing_rule: 'per_call', credits_reserved: 12.5, user_group: 'default' },
			},
			estimateMs: 90_000,
		});
	});

	it('parses every field of a failed task', () => {
		const body = {
			id: ID,
			object: 'video.generation.task',
			status: 'failed',
			progress: 0,
			error: {
				code: 'content_policy_violation',
				message: 'Content policy violation.\n…',
				type: 'task_error',
			},
		};

		expect(parseTask(body)?.task).toEqual({
			taskId: ID,
			status: 'failed',
			progress: 0,
			failure: {
				code: 'content_policy_violation',
				message: 'Content policy violation. …',
				hint: expect.any(String),
				retryable: false,
			},
		});
	});

	it('adds the failure request_cancelled to a cancelled task', () => {
		expect(taskOf({ status: 'cancelled' })?.failure).toMatchObject({ code: 'request_cancelled' });
	});

	it('omits fields that the response does not contain', () => {
		expect(taskOf({ status: 'pending' })).toEqual({ taskId: ID, status: 'pending' });
	});

	describe('status', () => {
		/** In lower case and without separators, as providers write them. */
		const WORDS: Record<TaskStatus, string[]> = {
			completed: ['completed', 'complete', 'succeeded', 'success', 'succeed', 'finished', 'done'],
			failed: ['failed', 'failure', 'fail', 'error', 'rejected', 'expired'],
			cancelled: ['cancelled', 'canceled', 'aborted'],
			pending: ['pending', 'queued', 'in queue', 'queueing', 'submitted', 'preparing', 'waiting'],
			processing: ['processing', 'running', 'in progress', 'queued_eu', '__proto__', 'constructor'],
		};
		const spellings = (word: string) => [
			word,
			word.toUpperCase(),
			word.charAt(0).toUpperCase() + word.slice(1),
			word.replace(' ', '_'),
			word.replace(' ', '-').toUpperCase(),
			word.replace(/ (.)/, (_, letter: string) => letter.toUpperCase()),
			` ${word} `,
		];

		it.each(
			Object.entries(WORDS).flatMap(([status, words]) => words.map((word) => [word, status])),
		)('reads "%s" in any spelling as %s', (word, status) => {
			for (const spelling of spellings(word)) {
				const task = taskOf({ status: spelling }) as Task;
				expect([spelling, task.status]).toEqual([spelling, status]);
				expect(isFinal(task)).toBe(!['pending', 'processing'].includes(status));
				expect(task.providerStatus).toBe(spelling === status ? undefined : spelling.trim());
			}
		});

		it.each([undefined, null, '', 7, {}])('reads %j as processing', (status) => {
			expect(taskOf({ status })).toEqual({ taskId: ID, status: 'processing' });
		});

		it.each([
			['a video', { results: [VIDEO_URL] }, 'completed'],
			['an error', { error: { message: 'no frames' } }, 'failed'],
			['errors[]', { errors: [{ message: 'no frames' }] }, 'failed'],
			['fail_reason', { fail_reason: 'no frames' }, 'failed'],
			['an empty error', { error: { code: '', message: '' } }, 'processing'],
			['a null error', { error: { code: null } }, 'processing'],
			['empty results', { results: [] }, 'processing'],
		])('reads an unknown word with %s as %s', (_, body, status) => {
			expect(taskOf({ status: 'archived', ...body })).toMatchObject({
				status,
				providerStatus: 'archived',
			});
		});

		it('shows a long word shortened', () => {
			expect(taskOf({ status: 'x'.repeat(9_000) })?.providerStatus).toHaveLength(100);
		});
	});

	describe('video URL', () => {
		it.each([
			['results', { results: [VIDEO_URL] }],
			[
				'the first of several results',
				{ results: [VIDEO_URL, 'https://files.example.com/second.mp4'] },
			],
			['result_data', { result_data: [{ video_url: VIDEO_URL }] }],
			[
				'result_data beside empty results',
				{ results: [], result_data: [{ video_url: VIDEO_URL }] },
			],
			[
				'results rather than result_data',
				{ results: [VIDEO_URL], result_data: [{ video_url: 'https://old.example.com' }] },
			],
			['results[0].url', { results: [{ url: VIDEO_URL }] }],
			['results as text', { results: VIDEO_URL }],
			['result_data as an object', { result_data: { video_url: VIDEO_URL } }],
			['video_url', { video_url: VIDEO_URL }],
			['videoUrl', { videoUrl: VIDEO_URL }],
			['output', { output: VIDEO_URL }],
			['output as a list', { output: [VIDEO_URL] }],
			['data.video_url', { data: { video_url: VIDEO_URL } }],
		])('is read from %s', (_, body) => {
			expect(taskOf({ status: 'completed', ...body })?.videoUrl).toBe(VIDEO_URL);
		});

		it.each([
			['neither results nor result_data', {}],
			['results that are null', { results: null }],
			['empty results', { results: [] }],
			['blank results', { results: [' '] }],
			['a result_data entry that is null', { result_data: [null] }],
		])('is omitted, like its expiry, with %s', (_, body) => {
			const task = taskOf({ status: 'completed', created: CREATED_S, ...body });

			expect(task).toEqual({
				taskId: ID,
				status: 'completed',
				progress: 100,
				createdAt: CREATED_AT,
			});
		});

		it.each(['pending', 'failed', 'cancelled'])('is omitted when the status is %s', (status) => {
			expect(taskOf({ status, results: [VIDEO_URL] })).not.toHaveProperty('videoUrl');
		});

		it('has no expiry when the creation time is unknown', () => {
			const task = taskOf({ status: 'completed', results: [VIDEO_URL] });

			expect(task).toHaveProperty('videoUrl');
			expect(task).not.toHaveProperty('expiresAt');
		});
	});

	it.each([
		[0, 0],
		[37.5, 37.5],
		[100, 100],
		[140, 100],
		[-3, 0],
		[Infinity, 100],
		['40%', 40],
		['40 %', 40],
		['40', 40],
		['37.5%', 37.5],
		[' 140% ', 100],
	])('parses progress %p as %d', (progress, expected) => {
		expect(taskOf({ status: 'processing', progress })?.progress).toBe(expected);
	});

	it.each([NaN, '', 'half', '-5%', '4e1', null, {}])(
		'omits the invalid progress %p',
		(progress) => {
			expect(taskOf({ status: 'processing', progress })).not.toHaveProperty('progress');
		},
	);

	it.each([0, -1, NaN, Infinity, 1e13, '1772618027', null])(
		'omits createdAt when created is %p',
		(created) => {
			expect(taskOf({ status: 'processing', created })).not.toHaveProperty('createdAt');
		},
	);

	it.each([
		[{ estimated_time: 45 }, 45_000],
		[{ estimated_time: 0.5 }, 500],
		[{ estimated_time: 0 }, undefined],
		[{ estimated_time: -5 }, undefined],
		[{ estimated_time: '45' }, undefined],
		[{}, undefined],
		[null, undefined],
	])('parses the estimate in task_info %j as %s ms', (taskInfo, estimateMs) => {
		expect(parseTask({ id: ID, task_info: taskInfo })?.estimateMs).toBe(estimateMs);
	});

	describe('with a known task from earlier responses', () => {
		const known: Task = {
			taskId: ID,
			status: 'pending',
			progress: 10,
			model: 'MiniMax-Hailuo-02',
			mode: 'imageToVideo',
			createdAt: CREATED_AT,
			usage: { credits_reserved: 12 },
		};

		it('keeps known values that the response does not contain', () => {
			expect(parseTask({ status: 'processing' }, known)?.task).toEqual({
				...known,
				status: 'processing',
			});
		});

		it('computes the expiry of the video URL from the known creation time', () => {
			const body = { status: 'completed', results: [VIDEO_URL] };
			expect(parseTask(body, known)?.task.expiresAt).toBe(EXPIRES_AT);
		});

		it('replaces known values with new ones', () => {
			const body = {
				status: 'processing',
				progress: 60,
				model: 'MiniMax-Hailuo-2.3',
				created: CREATED_S + 60,
				usage: { credits_reserved: 13 },
			};

			expect(parseTask(body, known)?.task).toEqual({
				taskId: ID,
				status: 'processing',
				progress: 60,
				model: 'MiniMax-Hailuo-2.3',
				mode: 'imageToVideo',
				createdAt: '2026-03-04T09:54:47.000Z',
				usage: { credits_reserved: 13 },
			});
		});

		it('keeps the known task ID when the response contains another one', () => {
			expect(parseTask({ id: 'another', status: 'processing' }, known)?.task.taskId).toBe(ID);
		});
	});

	it.each([
		['null', null],
		['undefined', undefined],
		['text', '<html></html>'],
		['an empty list', []],
		['a list of words', ['success']],
		['an empty object', {}],
		['a response without ID and status', { message: 'ok', success: true }],
		['a blank ID and status', { id: ' ', status: '' }],
		['an ID above the largest safe integer', { id: 2 ** 53 }],
		['an ID that is a list', { id: ['task-7'] }],
		['the ID ".."', { id: '..', status: 'pending' }],
		['the ID "."', { id: '.', status: 'pending' }],
		['an ID with half an emoji', { id: 'task-\ud83c', status: 'pending' }],
		['a status without an ID', { status: 'processing' }],
	])('rejects %s', (_, body) => {
		expect(parseTask(body)).toBeUndefined();
	});

	it.each([
		['id as a number', { id: 7 }, '7'],
		['task_id', { task_id: 'task-7', status: 'pending' }, 'task-7'],
		['data.id', { code: 200, data: { id: 'task-7', status: 'pending' } }, 'task-7'],
		['data.task_id', { success: true, data: { task_id: 7 } }, '7'],
		['taskId', { taskId: 'task-7' }, 'task-7'],
		['data.taskId', { data: { taskId: 'task-7' } }, 'task-7'],
		['task.id', { task: { id: 'task-7' } }, 'task-7'],
		['result.task_id', { result: { task_id: 'task-7' } }, 'task-7'],
		['output.task_id', { output: { task_id: 'task-7' } }, 'task-7'],
		['data as text', { data: 'task-1772618027' }, 'task-1772618027'],
		['data as a list', { data: [{ id: 'task-7' }] }, 'task-7'],
		['a list', [{ id: 'task-7' }], 'task-7'],
		['a list of texts', ['task-1772618027'], 'task-1772618027'],
		['task_id beside id 0', { id: 0, task_id: 'task-7' }, 'task-7'],
		['task_id beside the id of the request', { id: 'req-1', task_id: 'task-7' }, 'task-7'],
		['data.id beside the id of the request', { id: 'req-1', data: { id: 'task-7' } }, 'task-7'],
		['data.id beside a status', { status: 'pending', data: { id: 'task-7' } }, 'task-7'],
	])('finds the task ID in %s, so that a paid task is not lost', (_, body, taskId) => {
		expect(parseTask(body)?.task.taskId).toBe(taskId);
	});

	it('parses a known task that is nested in data', () => {
		const body = { data: { status: 'completed', results: [VIDEO_URL] } };
		expect(parseTask(body, { taskId: ID })?.task).toMatchObject({
			taskId: ID,
			status: 'completed',
			videoUrl: VIDEO_URL,
		});
	});

	it('rejects a response without ID and status even for a known task', () => {
		expect(parseTask({ message: 'ok' }, { taskId: ID })).toBeUndefined();
	});

	describe('with an invalid value in one field', () => {
		const fields = [
			'created',
			'error',
			'model',
			'progress',
			'result_data',
			'results',
			'task_info',
			'usage',
		];
		const invalidValues = [
			null,
			true,
			'',
			'x',
			-1,
			NaN,
			8.64e12,
			1e300,
			[],
			[[]],
			[null],
			{},
			{ x: {} },
		];
		const cases = fields.flatMap((field) => invalidValues.map((value) => [field, value]));

		it.each(cases)('parses the ID and status when %s is %p', (field, value) => {
			for (const status of ['pending', 'completed', 'failed', 'cancelled']) {
				const body = { results: [VIDEO_URL], created: CREATED_S, status, [field as string]: value };
				expect(taskOf(body)).toMatchObject({ taskId: ID, status });
			}
		});
	});
});

describe('isFinal', () => {
	it('returns false for a task without a known status', () => {
		expect(isFinal({ taskId: ID })).toBe(false);
	});
});

describe('parseTaskBatch', () => {
	const requested = [
		{ taskId: 'a', createdAt: CREATED_AT },
		{ taskId: 'b', model: 'MiniMax-Hailuo-2.3' },
	];
	const done = { id: 'a', status: 'completed', results: [VIDEO_URL] };

	it.each<[string, unknown, string[] | undefined]>([
		['all requested tasks', [done, { id: 'b', status: 'pending' }], ['a', 'b']],
		['tasks in another order', [{ id: 'b', status: 'pending' }, done], ['b', 'a']],
		['a response that lacks one requested task', [done], ['a']],
		[
			'a response with an additional task, and skips it',
			[done, { id: 'c', status: 'pending' }],
			['a'],
		],
		[
			'a response with only a task that was not requested, as empty',
			[{ id: 'c', status: 'pending' }],
			[],
		],
		['a response with invalid entries, and skips them', [null, 'x', {}, done], ['a']],
		['an empty list', [], []],
		['a list of only invalid entries as undefined', [null, { ok: true }], undefined],
		['an object instead of a list as undefined', { a: done }, undefined],
		['a response without data as undefined', undefined, undefined],
	])('parses %s', (_, data, ids) => {
		const readings = parseTaskBatch({ data }, requested);
		expect(readings && [...readings.keys()]).toEqual(ids);
	});

	it('keeps the known values of each task', () => {
		const readings = parseTaskBatch({ data: [done, { id: 'b', status: 'pending' }] }, requested);

		expect(readings?.get('a')?.task).toMatchObject({ videoUrl: VIDEO_URL, expiresAt: EXPIRES_AT });
		expect(readings?.get('b')?.task).toMatchObject({ model: 'MiniMax-Hailuo-2.3' });
	});
});
