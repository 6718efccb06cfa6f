import {
	createConclusion,
	readConclusion,
	readCreateResponse,
	readTaskResponse,
	type RequestError,
} from '../../../nodes/Hailuo/transport/evidence';
import { adviceFor, formatError } from '../../../nodes/Hailuo/transport/advice';
import { fromNetworkError } from '../../../nodes/Hailuo/transport/networkError';
import { parseJson } from '../../../nodes/Hailuo/utils/json';
import { parseTaskBatch } from '../../../nodes/Hailuo/domain/task';
import { cases } from './answers.json';

const TASK_ID = 'task-unified-1757169743-7cvnl5zw';

interface Expectation {
	outcome?: string;
	taskId?: string;
	possibleTaskIds?: string[];
	reason?: string;
	messageContains?: string;
	field?: string;
	retryAfterMs?: number | null;
	status?: string;
	providerStatus?: string;
	videoUrl?: string;
	error?: string;
	charged?: boolean;
}

interface Answer {
	request: string;
	source?: string;
	name: string;
	status?: number;
	headers?: Record<string, string>;
	body?: unknown;
	networkError?: string;
	expect: Expectation;
}

/** The table's names for the reasons of a refusal. */
const REASONS: Readonly<Record<string, string>> = {
	key: 'invalidKey',
	content: 'contentPolicy',
	permission: 'forbidden',
};

function responseOf({ status = 0, headers = {}, body }: Answer) {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return { status, headers, body: parseJson(text) ?? text };
}

function networkErrorOf(name: string): unknown {
	const [syscall, code] = name.includes(' ') ? name.split(' ') : [undefined, name];
	return { message: 'x', cause: Object.assign(new Error(name), { code, ...(syscall && { syscall }) }) };
}

function createResult(answer: Answer) {
	return answer.networkError === undefined
		? readCreateResponse(responseOf(answer), 0)
		: { ok: false as const, error: fromNetworkError(networkErrorOf(answer.networkError)) };
}

function expectError(error: RequestError, expected: Expectation): void {
	if (expected.messageContains !== undefined) {
		expect(`${formatError(error)} ${adviceFor(error, 'create')}`).toContain(expected.messageContains);
	}
	if (expected.field !== undefined) expect(error.param).toBe(expected.field);
	if (expected.retryAfterMs !== undefined) {
		expect(error.retryAfterMs).toBe(expected.retryAfterMs ?? undefined);
	}
}

const answers = cases as Answer[];

describe('readCreateResponse', () => {
	it.each(answers.filter(({ request }) => request === 'create').map((one) => [one.name, one]))(
		'concludes only what is proven by: %s',
		(_, answer) => {
			const { expect: expected } = answer as Answer;
			const result = createResult(answer as Answer);

			if (result.ok) {
				expect({ outcome: 'created', taskId: result.value.task.taskId }).toEqual(expected);
				return;
			}
			const { error } = result;
			const conclusion = createConclusion(error);
			expect(conclusion === 'retry' ? 'notSent' : conclusion).toBe(expected.outcome);
			if (expected.reason !== undefined) {
				expect(error.reason).toBe(REASONS[expected.reason] ?? expected.reason);
			}
			expect(error.taskId ? [error.taskId] : undefined).toEqual(expected.possibleTaskIds);
			expectError(error, expected);
		},
	);
});

describe('readTaskResponse', () => {
	const reads = answers.filter(
		({ request, source }) => request === 'read' && source === 'single',
	);
	it.each(reads.map((one) => [one.name, one]))('concludes only what is proven by: %s', (_, answer) => {
		const { expect: expected } = answer as Answer;
		const result = readTaskResponse(responseOf(answer as Answer), { taskId: TASK_ID }, 0);

		if (result.ok) {
			const { status, providerStatus, videoUrl, failure } = result.value.task;
			expect({ status, videoUrl, providerStatus }).toEqual({
				status: expected.status,
				videoUrl: expected.videoUrl ?? videoUrl,
				providerStatus: expected.providerStatus ?? providerStatus,
			});
			if (expected.messageContains) expect(failure?.message).toContain(expected.messageContains);
			return;
		}
		const { error } = result;
		const conclusion = readConclusion(error);
		const outcome = conclusion === 'retry' ? 'retry' : error.reason;
		expect(outcome).toBe(REASONS[expected.error ?? ''] ?? expected.error);
		expectError(error, expected);
	});
});

describe('parseTaskBatch', () => {
	it('reports an entry as failed, which the reader confirms by itself', () => {
		const entry = answers.find(({ source }) => source === 'batch')?.body;

		expect(parseTaskBatch({ data: [entry] }, [{ taskId: TASK_ID }])?.get(TASK_ID)?.task.status).toBe(
			'failed',
		);
	});
});
