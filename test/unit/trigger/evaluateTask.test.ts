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
