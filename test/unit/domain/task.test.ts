import {
	estimateIn,
	findTaskId,
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

const taskOf = (body: object) => parseTask({ id: ID, ...body }, { taskId: ID });

describe('parseTask', () => {
	it('parses every field of a completed task', () => {
		const usage = { billing_rule: 'per_call', credits_reserved: 12.5, user_group: 'default' };
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
			usage,
			something_new: true,
		};

		expect(parseTask(body, { taskId: ID })).toStrictEqual({
			taskId: ID,
			status: 'completed',
			progress: 100,
			model: 'MiniMax-Hailuo-02',
			createdAt: CREATED_AT,
			videoUrl: VIDEO_URL,
			expiresAt: EXPIRES_AT,
			usage,
		});
	});

	it('parses every field of a failed task', () => {
		const error = {
			code: 'content_policy_violation',
			message: 'Content policy violation.\n…',
			type: 'task_error',
		};

		expect(taskOf({ status: 'failed', progress: 0, error })).toStrictEqual({
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
		expect(taskOf({ status: 'pending' })).toStrictEqual({ taskId: ID, status: 'pending' });
	});

	describe('status', () => {
		/** In lower case and without separators, as providers write them. */
		const WORDS: Record<TaskStatus, string[]> = {
			completed: ['completed', 'complete', 'succeeded', 'success', 'succeed', 'finished', 'done'],
			failed: ['failed', 'failure', 'fail', 'error', 'rejected', 'expired'],
			cancelled: ['cancelled', 'canceled', 'aborted'],
			pending: ['pending', 'queued', 'in queue', 'queueing', 'submitted', 'preparing', 'waiting'],
			processing: [
				'processing',
				'running',
				'in progress',
				'retrying',
				'queued_eu',
				'__proto__',
				'constructor',
			],
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
			['a code of the response', { code: 500, message: 'x' }, 'processing'],
			['empty results', { results: [] }, 'processing'],
		])('reads an unknown word with %s as %s', (_, body, status) => {
			const providerStatus = 'archived';
			expect(taskOf({ status: 'archived', ...body })).toMatchObject({ status, providerStatus });
		});

		it.each([
			['pending', 'task_status', { task_status: 'queued' }],
			['pending', 'state', { state: 'queued' }],
			['failed', 'the first text', { status: 200, task_status: 'FAILED', state: 'queued' }],
			['pending', 'the task, not the response', { status: 'success', data: { state: 'queued' } }],
			['processing', 'a response without a task', { status: 'success', data: { task_id: ID } }],
			['completed', 'a task beside a status code', { status: 200, data: { id: ID, status: 'completed' } }], // prettier-ignore
			['completed', 'a task beside a code', { code: 200, data: { id: ID, status: 'completed' } }],
		])('is %s, read from %s', (status, _, body) => {
			expect(taskOf(body)?.status).toBe(status);
		});

		it('shows a long word shortened', () => {
			expect(taskOf({ status: 'x'.repeat(9_000) })?.providerStatus).toHaveLength(100);
		});
	});

	describe('video URL', () => {
		const other = 'https://files.example.com/other.mp4';

		it.each<[string | undefined, object]>([
			[VIDEO_URL, { results: [VIDEO_URL, other] }],
			[VIDEO_URL, { results: [], result_data: [{ video_url: VIDEO_URL }] }],
			[VIDEO_URL, { results: [VIDEO_URL], result_data: [{ video_url: other }] }],
			[VIDEO_URL, { results: [{ url: VIDEO_URL }] }],
			[VIDEO_URL, { results: VIDEO_URL }],
			[VIDEO_URL, { result_data: { video_url: VIDEO_URL } }],
			[VIDEO_URL, { video_url: VIDEO_URL }],
			[VIDEO_URL, { videoUrl: VIDEO_URL }],
			[VIDEO_URL, { output: VIDEO_URL }],
			[VIDEO_URL, { output: [VIDEO_URL] }],
			[VIDEO_URL, { data: { video_url: VIDEO_URL } }],
			[undefined, {}],
			[undefined, { results: null }],
			[undefined, { results: [' '] }],
			[undefined, { result_data: [null] }],
			[undefined, { output: 'done' }],
		])('is %s in %j, and so is its expiry', (videoUrl, body) => {
			const task = taskOf({ status: 'completed', created: CREATED_S, ...body });
			expect(task?.videoUrl).toBe(videoUrl);
			expect(task?.expiresAt).toBe(videoUrl && EXPIRES_AT);
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

	it.each<[unknown, number | undefined]>([
		[0, 0],
		[37.5, 37.5],
		[140, 100],
		[-3, 0],
		[Infinity, 100],
		['40%', 40],
		['40 %', 40],
		['37.5', 37.5],
		[' 140% ', 100],
		...[NaN, '', 'half', '-5%', '4e1', null, {}].map(
			(value) => [value, undefined] as [unknown, undefined],
		),
	])('parses progress %p as %p', (progress, expected) => {
		expect(taskOf({ status: 'processing', progress })?.progress).toBe(expected);
	});

	it.each([0, -1, NaN, Infinity, 1e13, '1772618027', null])(
		'reads created %p as unknown',
		(created) => {
			expect(taskOf({ status: 'processing', created })).not.toHaveProperty('createdAt');
		},
	);

	it('reads the creation time from created_at, too', () => {
		expect(taskOf({ created_at: CREATED_S })?.createdAt).toBe(CREATED_AT);
	});

	describe('with a known task from earlier responses', () => {
		const known: Task = {
			taskId: ID,
			status: 'pending',
			providerStatus: 'queued',
			progress: 10,
			model: 'MiniMax-Hailuo-02',
			mode: 'imageToVideo',
			prompt: 'A boat',
			quality: '768p',
			duration: 6,
			aspectRatio: '1:1',
			createdAt: CREATED_AT,
			usage: { credits_reserved: 12 },
			timedOut: true,
		};
		const kept: Partial<typeof known> = { ...known };
		delete kept.providerStatus;
		delete kept.timedOut;

		it('keeps known values that the response does not contain', () => {
			expect(parseTask({ status: 'processing' }, known)).toStrictEqual({
				...kept,
				status: 'processing',
			});
		});

		it('replaces known values with new ones, but never the ID', () => {
			const usage = { credits_reserved: 13 };
			const changed = { status: 'processing', progress: 60, model: 'MiniMax-Hailuo-2.3', usage };
			const body = { id: 'another', created: CREATED_S + 60, ...changed };
			const createdAt = '2026-03-04T09:54:47.000Z';
			expect(parseTask(body, known)).toStrictEqual({ ...kept, ...changed, createdAt });
		});

		it.each([
			['a status', { data: { status: 'processing' } }, true],
			['a video', { data: { video_url: VIDEO_URL } }, true],
			['neither', { message: 'ok' }, false],
			['a completion without a video or an ID', { status: 'success' }, false],
		])('takes a response without an ID for the task if it has %s', (__, body, isTask) => {
			expect(parseTask(body, { taskId: ID }) !== undefined).toBe(isTask);
		});
	});

	const NO_TASKS = [
		null,
		undefined,
		'<html></html>',
		[],
		['success'],
		{},
		{ message: 'ok', success: true },
	];
	it.each(NO_TASKS.map((body) => [body]))('rejects %j, which is no task', (body) => {
		expect(parseTask(body, { taskId: ID })).toBeUndefined();
	});

	describe('with an invalid value in one field', () => {
		const fields = ['created', 'error', 'model', 'progress', 'result_data', 'results', 'task_info'];
		const values = [null, true, '', 'x', -1, NaN, 8.64e12, 1e300, [], [[]], [null], {}, { x: {} }];

		it.each([...fields, 'usage'])('parses the ID and status, whatever %s is', (field) => {
			for (const value of values) {
				for (const status of ['pending', 'completed', 'failed', 'cancelled']) {
					const body = { results: [VIDEO_URL], created: CREATED_S, status, [field]: value };
					expect(taskOf(body)).toMatchObject({ taskId: ID, status });
				}
			}
		});
	});
});

describe('estimateIn', () => {
	it.each([
		[{ estimated_time: 45 }, 45_000],
		[{ estimated_time: 0.5 }, 500],
		[{ estimated_time: 0 }, undefined],
		[{ estimated_time: -5 }, undefined],
		[{ estimated_time: '45' }, undefined],
		[{}, undefined],
		[null, undefined],
	])('parses the estimate in task_info %j as %s ms', (taskInfo, estimateMs) => {
		expect(estimateIn({ id: ID, task_info: taskInfo })).toBe(estimateMs);
		expect(estimateIn({ data: { id: ID, task_info: taskInfo } })).toBe(estimateMs);
	});
});

describe('findTaskId', () => {
	it.each<[string | undefined, unknown]>([
		['7', { id: 7 }],
		['org/task-1', { id: 'org/task-1' }],
		['task-7', { task_id: 'task-7', status: 'pending' }],
		['task-7', { taskId: 'task-7' }],
		['task-7', { code: 200, data: { id: 'task-7', status: 'pending' } }],
		['7', { success: true, data: { task_id: 7 } }],
		['task-7', { data: { taskId: 'task-7' } }],
		['task-7', { task: { id: 'task-7' } }],
		['task-7', { result: { task_id: 'task-7' } }],
		['task-7', { output: { task_id: 'task-7' } }],
		// A text that is an ID, not a word.
		['task-1772618027', { data: 'task-1772618027' }],
		['task-177', { result: 'task-177' }],
		[undefined, { data: 'task-17' }],
		[undefined, { data: 'successful' }],
		[undefined, { output: 'https://files.example.com/12345678.mp4' }],
		// The first of a list.
		['task-7', { data: [{ id: 'task-7' }, { id: 'task-8' }] }],
		['task-1772618027', { data: ['task-1772618027'] }],
		['task-7', [{ id: 'task-7' }]],
		['task-1772618027', ['task-1772618027']],
		// Beside the ID of the request.
		['task-7', { id: 0, task_id: 'task-7' }],
		['task-7', { id: 'req-1', task_id: 'task-7' }],
		['task-7', { id: 'req-1', taskId: 'task-7' }],
		['task-7', { id: 'req-1', data: { task_id: 'task-7' } }],
		['gen-7', { id: 'req-1', data: { id: 'gen-7' } }],
		['gen-7', { id: 'req-1', data: { id: 'gen-7', status: 'pending' } }],
		['gen-7', { status: 'ok', data: { id: 'gen-7' } }],
		['gen-7', { status: 200, id: 'req-1', data: { id: 'gen-7' } }],
		['task-7', { id: 'task-7', data: { id: 'rec-1' } }],
		['task-7', { data: { id: 'rec-1', task_id: 'task-7' } }],
		['gen-7', { id: 'gen-7', object: 'video', result: { id: 'rec-1' } }],
		// No ID.
		[undefined, { id: ' ' }],
		[undefined, { id: 2 ** 53 }],
		[undefined, { id: ['task-7'] }],
		[undefined, { id: '..' }],
		[undefined, { id: 'task-\ud83c' }],
		[undefined, { status: 'processing' }],
		[undefined, ['success']],
		[undefined, null],
	])('finds %j in %j', (id, body) => {
		expect(findTaskId(body)).toBe(id);
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
	const pending = { id: 'b', status: 'pending' };
	const other = { id: 'c', status: 'pending' };

	it.each<[string, unknown, string[] | undefined]>([
		['all requested tasks', [done, pending], ['a', 'b']],
		['tasks in another order', [pending, done], ['a', 'b']],
		['a response that lacks one requested task', [done], ['a']],
		['a response with an additional task, and skips it', [done, other], ['a']],
		['a response with only a task that was not requested, as empty', [other], []],
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
		const readings = parseTaskBatch({ data: [done, pending] }, requested);

		expect(readings?.get('a')).toMatchObject({ videoUrl: VIDEO_URL, expiresAt: EXPIRES_AT });
		expect(readings?.get('b')).toMatchObject({ model: 'MiniMax-Hailuo-2.3' });
	});
});
