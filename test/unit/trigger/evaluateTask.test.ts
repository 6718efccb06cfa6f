import {
	evaluateTask,
	matches,
	notFound,
	type Reading,
	type TriggerEvent,
} from '../../../nodes/Hailuo/trigger/evaluateTask';
import { err, ok } from '../../../nodes/Hailuo/utils/result';
import type { Task, TaskStatus } from '../../../nodes/Hailuo/domain/task';

const NOW_MS = Date.parse('2026-01-31T12:00:00Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const ID = 'task-1';
const ago = (ms: number) => new Date(NOW_MS - ms).toISOString();

const reading = (status: TaskStatus, ageMs = MINUTE_MS): Reading =>
	ok({ task: { taskId: ID, status, createdAt: ago(ageMs) } as Task });
const refused = (status: number): Reading => err({ kind: 'rejected', status, message: 'No' });
const rules = (event: TriggerEvent) => ({ event, giveUpMs: 24 * HOUR_MS });
const moments = { wallMs: NOW_MS, watchedForMs: 0 };

describe('evaluateTask', () => {
	it.each<[TriggerEvent, TaskStatus[]]>([
		['completed', ['completed']],
		['failed', ['failed', 'cancelled']],
		['finished', ['completed', 'failed', 'cancelled']],
	])('the event %s means %j', (event, wanted) => {
		const all: TaskStatus[] = ['pending', 'processing', 'completed', 'failed', 'cancelled'];
		expect(all.filter((status) => matches(event, status))).toEqual(wanted);
	});

	it.each<[string, Reading, TriggerEvent, unknown]>([
		[
			'a finished task',
			reading('completed'),
			'completed',
			{ processed: true, item: expect.anything() },
		],
		['the other end', reading('failed'), 'completed', { processed: true }],
		['a young unfinished task', reading('processing'), 'finished', 'wait'],
		[
			'an old unfinished task',
			reading('processing', 25 * HOUR_MS),
			'failed',
			{ processed: true, item: expect.objectContaining({ timedOut: true, status: 'processing' }) },
		],
		[
			'an old unfinished task under completed',
			reading('processing', 25 * HOUR_MS),
			'completed',
			{ processed: true, note: expect.stringContaining('unfinished after 24 h') },
		],
		['a passing fault', refused(503), 'finished', 'wait'],
		['a refused key', refused(401), 'finished', 'wait'],
		[
			'an ID that the API calls malformed',
			refused(400),
			'finished',
			{
				processed: true,
				item: expect.objectContaining({
					taskId: ID,
					status: 'failed',
					failure: expect.objectContaining({ code: 'resource_not_found', retryable: false }),
				}),
			},
		],
	])('%s', (_, result, event, verdict) => {
		expect(evaluateTask({ taskId: ID }, result, rules(event), moments)).toEqual(verdict);
	});

	describe('a task at the age of giving up that cannot be read', () => {
		const known = { taskId: ID, createdAt: ago(30 * HOUR_MS) };
		const evaluated = (result: Reading, failingMs: number | undefined, event: TriggerEvent) =>
			evaluateTask(known, result, rules(event), {
				...moments,
				failingForMs: failingMs,
			});

		it.each<[string, Reading]>([
			['500', refused(500)],
			['403', refused(403)],
		])('for as long, with %s, is given up', (_, result) => {
			expect(evaluated(result, 24 * HOUR_MS, 'finished')).toEqual({
				processed: true,
				item: { ...known, status: 'processing', timedOut: true },
			});
			expect(evaluated(result, 24 * HOUR_MS, 'completed')).toEqual({
				processed: true,
				note: expect.stringMatching(/^Task task-1 could not be read for 24 h .*: No \(HTTP \d+\)$/),
			});
		});

		it.each<[string, Reading, number | undefined]>([
			['now', refused(503), undefined],
			['for a little less', refused(503), 24 * HOUR_MS - 1],
			['for a wrong key', refused(401), 48 * HOUR_MS],
			['for missing credits', refused(402), 48 * HOUR_MS],
			['for a rate limit', refused(429), 48 * HOUR_MS],
			['for a lost connection', err({ kind: 'connectionLost', message: 'No' }), 48 * HOUR_MS],
		])('%s is watched on', (_, result, failingMs) => {
			expect(evaluated(result, failingMs, 'finished')).toBe('wait');
		});
	});

	describe('a 404', () => {
		const isLost = (
			known: Partial<Task>,
			more: Partial<typeof moments & { knownAgoMs: number }> = {},
		) =>
			evaluateTask({ taskId: ID, ...known }, refused(404), rules('finished'), {
				...moments,
				...more,
			}) !== 'wait';

		it.each([
			['soon after the creation', { createdAt: ago(9 * MINUTE_MS) }, {}, false],
			['long after it', { createdAt: ago(10 * MINUTE_MS) }, {}, true],
			['long after the second in the ID', { taskId: 'task-unified-1700000000-x' }, {}, true],
			['of unknown age, soon after it was first seen', {}, {}, false],
			['of unknown age, later', {}, { watchedForMs: 10 * MINUTE_MS }, true],
			[
				'of an old task that existed a moment ago',
				{ createdAt: ago(HOUR_MS) },
				{ knownAgoMs: MINUTE_MS },
				false,
			],
			['at the age of giving up', { createdAt: ago(25 * HOUR_MS) }, { knownAgoMs: 0 }, true],
		])('%s', (_, known, more, lost) => {
			expect(isLost(known, more)).toBe(lost);
		});
	});

	it('what cannot exist is only noted where failures are not wanted', () => {
		expect(notFound({ taskId: 'a/b' }, 'This is not a task ID', rules('completed'))).toEqual({
			processed: true,
			note: 'Task a/b is no longer watched: This is not a task ID',
		});
	});
});
