import {
	evaluateTask,
	matches,
	notFound,
	type Reading,
	type TriggerEvent,
} from '../../../nodes/Hailuo/trigger/evaluateTask';
import { ok } from '../../../nodes/Hailuo/utils/result';
import type { Task, TaskStatus } from '../../../nodes/Hailuo/domain/task';
import { failed, rejected } from '../scheduling/requestErrors';

const NOW_MS = Date.parse('2026-01-31T12:00:00Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const ID = 'task-1';
const ago = (ms: number) => new Date(NOW_MS - ms).toISOString();

const reading = (status: TaskStatus, ageMs = MINUTE_MS): Reading =>
	ok({ task: { taskId: ID, status, createdAt: ago(ageMs) } as Task });
const rules = (event: TriggerEvent) => ({ event, giveUpMs: 24 * HOUR_MS });
const times = { wallMs: NOW_MS, watchedForMs: 0 };

describe('matches', () => {
	it.each<[TriggerEvent, TaskStatus[]]>([
		['completed', ['completed']],
		['failed', ['failed', 'cancelled']],
		['finished', ['completed', 'failed', 'cancelled']],
	])('matches the event %s with the statuses %j', (event, expected) => {
		const all: TaskStatus[] = ['pending', 'processing', 'completed', 'failed', 'cancelled'];
		expect(all.filter((status) => matches(event, status))).toEqual(expected);
	});
});

describe('evaluateTask', () => {
	it.each<[string, Reading, TriggerEvent, unknown]>([
		[
			'emits a completed task',
			reading('completed'),
			'completed',
			{ processed: true, item: expect.anything() },
		],
		[
			'skips a failed task with the event completed',
			reading('failed'),
			'completed',
			{ processed: true },
		],
		['waits for an unfinished task of 1 minute', reading('processing'), 'finished', 'wait'],
		[
			'emits an unfinished task of 25 h as timed out',
			reading('processing', 25 * HOUR_MS),
			'failed',
			{ processed: true, item: expect.objectContaining({ timedOut: true, status: 'processing' }) },
		],
		[
			'only logs an unfinished task of 25 h with the event completed',
			reading('processing', 25 * HOUR_MS),
			'completed',
			{ processed: true, note: expect.stringContaining('unfinished after 24 h') },
		],
		['waits after a 503', rejected(503), 'finished', 'wait'],
		['waits after a rejected key', rejected(401), 'finished', 'wait'],
		[
			'emits an ID that the API rejects with a 400 as failed',
			rejected(400),
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
	])('%s', (_, result, event, expected) => {
		expect(evaluateTask({ taskId: ID }, result, rules(event), times)).toEqual(expected);
	});

	describe('when a task of 30 h cannot be read', () => {
		const known = { taskId: ID, createdAt: ago(30 * HOUR_MS) };
		const evaluated = (result: Reading, failingMs: number | undefined, event: TriggerEvent) =>
			evaluateTask(known, result, rules(event), {
				...times,
				failingForMs: failingMs,
			});

		it.each<[string, Reading]>([
			['HTTP 500', rejected(500)],
			['HTTP 403', rejected(403)],
		])('stops watching after 24 h of %s', (_, result) => {
			expect(evaluated(result, 24 * HOUR_MS, 'finished')).toEqual({
				processed: true,
				item: { ...known, status: 'processing', timedOut: true },
			});
			expect(evaluated(result, 24 * HOUR_MS, 'completed')).toEqual({
				processed: true,
				note: expect.stringMatching(/^Task task-1 could not be read for 24 h .*HTTP \d+/),
			});
		});

		it.each<[string, Reading, number | undefined]>([
			['a first HTTP 503', rejected(503), undefined],
			['1 ms less than 24 h of HTTP 503', rejected(503), 24 * HOUR_MS - 1],
			['48 h with a wrong key', rejected(401), 48 * HOUR_MS],
			['48 h without credits', rejected(402), 48 * HOUR_MS],
			['48 h of rate limiting', rejected(429), 48 * HOUR_MS],
			['48 h of lost connections', failed('unclear'), 48 * HOUR_MS],
		])('continues to wait after %s', (_, result, failingMs) => {
			expect(evaluated(result, failingMs, 'finished')).toBe('wait');
		});
	});

	describe('with a 404', () => {
		const isNotFound = (
			known: Partial<Task>,
			more: Partial<typeof times & { knownAgoMs: number }> = {},
		) =>
			evaluateTask({ taskId: ID, ...known }, rejected(404), rules('finished'), {
				...times,
				...more,
			}) !== 'wait';

		it.each([
			['waits within 10 minutes after the creation', { createdAt: ago(9 * MINUTE_MS) }, {}, false],
			[
				'counts the task as not found 10 minutes after the creation',
				{ createdAt: ago(10 * MINUTE_MS) },
				{},
				true,
			],
			['takes the creation from the task ID', { taskId: 'task-unified-1700000000-x' }, {}, true],
			['waits for a task of unknown age that was just seen first', {}, {}, false],
			[
				'counts a task of unknown age as not found 10 minutes after it was first seen',
				{},
				{ watchedForMs: 10 * MINUTE_MS },
				true,
			],
			[
				'waits for an old task that was found 1 minute ago',
				{ createdAt: ago(HOUR_MS) },
				{ knownAgoMs: MINUTE_MS },
				false,
			],
			[
				'counts a task of 25 h as not found at once',
				{ createdAt: ago(25 * HOUR_MS) },
				{ knownAgoMs: 0 },
				true,
			],
		])('%s', (_, known, more, expected) => {
			expect(isNotFound(known, more)).toBe(expected);
		});
	});
});

describe('notFound', () => {
	it('only logs an invalid ID with the event completed', () => {
		expect(notFound({ taskId: 'a b' }, 'This is not a task ID', rules('completed'))).toEqual({
			processed: true,
			note: 'Task a b is no longer watched: This is not a task ID',
		});
	});
});
