import { isFinal, parseTask, parseTaskBatch, type Task } from '../../../nodes/Hailuo/domain/task';

const ID = 'task-unified-1772618027-cmeisy8h';
/** 2026-03-04T09:53:47Z, and one day later. */
const CREATED = 1772618027;
const CREATED_AT = '2026-03-04T09:53:47.000Z';
const EXPIRES_AT = '2026-03-05T09:53:47.000Z';
const LINK = 'https://files.example.com/video.mp4?sig=1';

const taskOf = (body: object, known?: Task) => parseTask({ id: ID, ...body }, known)?.task;

describe('task', () => {
	it('reads all that a finished task says', () => {
		const body = {
			created: CREATED,
			id: ID,
			model: 'MiniMax-Hailuo-02',
			object: 'video.generation.task',
			progress: 100,
			results: [LINK],
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
				videoUrl: LINK,
				expiresAt: EXPIRES_AT,
				usage: { billing_rule: 'per_call', credits_reserved: 12.5, user_group: 'default' },
			},
			estimateMs: 90_000,
		});
	});

	it('reads all that a failed task says', () => {
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
				message: 'Content policy violation.\n…',
				hint: expect.any(String),
				retryable: false,
			},
		});
	});

	it('says of a cancelled task why it has no video', () => {
		expect(taskOf({ status: 'cancelled' })?.failure).toMatchObject({ code: 'request_cancelled' });
	});

	it('leaves out what the API does not say', () => {
		expect(taskOf({ status: 'pending' })).toEqual({ taskId: ID, status: 'pending' });
	});

	describe('status', () => {
		it.each([
			['pending', 'pending', false],
			['processing', 'processing', false],
			['completed', 'completed', true],
			['failed', 'failed', true],
			['cancelled', 'cancelled', true],
			['queued', 'processing', false],
			['COMPLETED', 'processing', false],
			['__proto__', 'processing', false],
			[undefined, 'processing', false],
			[7, 'processing', false],
		])('%j means %s', (word, status, final) => {
			const task = taskOf({ status: word }) as Task;

			expect(task.status).toBe(status);
			expect(isFinal(task)).toBe(final);
		});

		it('that is not known yet is not final', () => {
			expect(isFinal({ taskId: ID })).toBe(false);
		});
	});

	describe('link', () => {
		it.each([
			['in results', { results: [LINK] }],
			['the first of several', { results: [LINK, 'https://files.example.com/second.mp4'] }],
			['in result_data', { result_data: [{ video_url: LINK }] }],
			['in result_data beside empty results', { results: [], result_data: [{ video_url: LINK }] }],
			['in both', { results: [LINK], result_data: [{ video_url: 'https://old.example.com' }] }],
		])('stands %s', (_, body) => {
			expect(taskOf({ status: 'completed', ...body })?.videoUrl).toBe(LINK);
		});

		it.each([
			['nothing', {}],
			['no results', { results: null }],
			['empty results', { results: [] }],
			['blank results', { results: [' '] }],
			['results of another kind', { results: 'none', result_data: { video_url: LINK } }],
			['no video', { result_data: [null] }],
		])('is absent with %s, and with it its expiry', (_, body) => {
			const task = taskOf({ status: 'completed', created: CREATED, ...body });

			expect(task).toEqual({
				taskId: ID,
				status: 'completed',
				progress: 100,
				createdAt: CREATED_AT,
			});
		});

		it.each(['pending', 'processing', 'failed', 'cancelled'])('is not given while %s', (status) => {
			expect(taskOf({ status, results: [LINK] })).not.toHaveProperty('videoUrl');
		});

		it('has no expiry where the creation is unknown', () => {
			const task = taskOf({ status: 'completed', results: [LINK] });

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
	])('progress %d is shown as %d', (progress, shown) => {
		expect(taskOf({ status: 'processing', progress })?.progress).toBe(shown);
	});

	it.each([NaN, '50', null, {}])('progress %j is left out', (progress) => {
		expect(taskOf({ status: 'processing', progress })).not.toHaveProperty('progress');
	});

	it.each([0, -1, NaN, Infinity, 1e13, '1772618027', null])(
		'created %p is no moment',
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
	])('of %j the estimate is %s ms', (taskInfo, estimateMs) => {
		expect(parseTask({ id: ID, task_info: taskInfo })?.estimateMs).toBe(estimateMs);
	});

	describe('what earlier answers said', () => {
		const known: Task = {
			taskId: ID,
			status: 'pending',
			progress: 10,
			model: 'MiniMax-Hailuo-02',
			mode: 'imageToVideo',
			createdAt: CREATED_AT,
			usage: { credits_reserved: 12 },
		};

		it('is kept where an answer says nothing', () => {
			expect(parseTask({ status: 'processing' }, known)?.task).toEqual({
				...known,
				status: 'processing',
			});
		});

		it('gives the expiry of a link', () => {
			const body = { status: 'completed', results: [LINK] };
			expect(parseTask(body, known)?.task.expiresAt).toBe(EXPIRES_AT);
		});

		it('gives way to what is new', () => {
			const body = {
				status: 'processing',
				progress: 60,
				model: 'MiniMax-Hailuo-2.3',
				created: CREATED + 60,
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

		it('names the task, whatever the answer calls it', () => {
			expect(parseTask({ id: 'another', status: 'processing' }, known)?.task.taskId).toBe(ID);
		});
	});

	it.each([
		['null', null],
		['nothing', undefined],
		['text', '<html></html>'],
		['a list', [{ id: ID }]],
		['an empty object', {}],
		['another answer', { message: 'ok', success: true }],
		['blanks', { id: ' ', status: '' }],
		['an ID with digits lost', { id: 2 ** 53 }],
		['an ID that is a list', { id: ['task-7'] }],
		['an ID that leads out of its path', { id: '..', status: 'pending' }],
		['an ID that stays before its path', { id: '.', status: 'pending' }],
		['an ID that cannot be encoded', { id: 'task-\ud83c', status: 'pending' }],
		['a status without an ID', { status: 'processing' }],
	])('%s is no task', (_, body) => {
		expect(parseTask(body)).toBeUndefined();
	});

	it.each([
		['a number', { id: 7 }, '7'],
		['task_id', { task_id: 'task-7', status: 'pending' }, 'task-7'],
		['data.id', { code: 200, data: { id: 'task-7', status: 'pending' } }, 'task-7'],
		['data.task_id', { success: true, data: { task_id: 7 } }, '7'],
		['data.id beside a status', { status: 'pending', data: { id: 'task-7' } }, 'task-7'],
	])('finds the ID in %s: a paid task must not look like none', (_, body, taskId) => {
		expect(parseTask(body)?.task.taskId).toBe(taskId);
	});

	it('reads a known task out of data, too', () => {
		const body = { data: { status: 'completed', results: [LINK] } };
		expect(parseTask(body, { taskId: ID })?.task).toMatchObject({
			taskId: ID,
			status: 'completed',
			videoUrl: LINK,
		});
	});

	it('is no reading of a known task where the answer names neither ID nor status', () => {
		expect(parseTask({ message: 'ok' }, { taskId: ID })).toBeUndefined();
	});

	describe('a batch', () => {
		const asked = [
			{ taskId: 'a', createdAt: CREATED_AT },
			{ taskId: 'b', model: 'MiniMax-Hailuo-2.3' },
		];
		const done = { id: 'a', status: 'completed', results: [LINK] };

		it.each<[string, unknown, string[] | undefined]>([
			['all tasks', [done, { id: 'b', status: 'pending' }], ['a', 'b']],
			['in another order', [{ id: 'b', status: 'pending' }, done], ['b', 'a']],
			['one that is unknown', [done], ['a']],
			['a task that was not asked for', [done, { id: 'c', status: 'pending' }], ['a']],
			['only one that was not asked for', [{ id: 'c', status: 'pending' }], []],
			['entries that are no task', [null, 'x', {}, done], ['a']],
			['none', [], []],
			['nothing but entries that are no task', [null, { ok: true }], undefined],
			['no list', { a: done }, undefined],
			['nothing', undefined, undefined],
		])('reads %s', (_, data, ids) => {
			const readings = parseTaskBatch({ data }, asked);
			expect(readings && [...readings.keys()]).toEqual(ids);
		});

		it('keeps what is known of each task', () => {
			const readings = parseTaskBatch({ data: [done, { id: 'b', status: 'pending' }] }, asked);

			expect(readings?.get('a')?.task).toMatchObject({ videoUrl: LINK, expiresAt: EXPIRES_AT });
			expect(readings?.get('b')?.task).toMatchObject({ model: 'MiniMax-Hailuo-2.3' });
		});
	});

	describe('garbage in a field harms nothing but that field', () => {
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
		const garbage = [null, true, '', 'x', -1, NaN, 8.64e12, 1e300, [], [[]], [null], {}, { x: {} }];
		const cases = fields.flatMap((field) => garbage.map((value) => [field, value]));

		it.each(cases)('%s: %j', (field, value) => {
			for (const status of ['processing', 'completed', 'failed', 'cancelled']) {
				const body = { results: [LINK], created: CREATED, status, [field as string]: value };
				expect(taskOf(body)).toMatchObject({ taskId: ID, status });
			}
		});
	});
});
