import type { INodeProperties } from 'n8n-workflow';

import { HailuoApi } from '../../credentials/HailuoApi.credentials';
import { Hailuo } from '../../nodes/Hailuo/Hailuo.node';
import { HailuoTrigger } from '../../nodes/Hailuo/HailuoTrigger.node';
import { errorItem } from '../../nodes/Hailuo/execution/errors';
import { parseTask, type Task, type TaskStatus } from '../../nodes/Hailuo/domain/task';
import { readManifest } from './tree';

/**
 * The names that workflows are saved with. None of them ever changes: a line here may be added,
 * but not edited, and a failure here means that workflows of users break.
 */

const { description } = new Hailuo();
const credential = new HailuoApi();

/** Fields of an operation under a name; a field has several variants where its choices differ. */
function fieldsOf(
	properties: INodeProperties[],
	operation: string,
	name: string,
): INodeProperties[] {
	const [outer, inner] = name.split('.');
	const found = properties.filter((property) => {
		const operations = property.displayOptions?.show?.operation ?? [operation];
		return property.name === outer && operations.includes(operation);
	});
	if (inner === undefined) return found;
	return found.flatMap(({ options = [] }) =>
		(options as INodeProperties[]).filter((option) => option.name === inner),
	);
}

/** An operation ('' of the trigger), a field, its default, and the values of its list. */
type Row = [operation: string, name: string, byDefault: unknown, values?: unknown[]];

function itHas(properties: INodeProperties[], rows: Row[]): void {
	it.each(rows)('has in "%s" the field %s with the default %j', (operation, name, ...expected) => {
		const [byDefault, values = []] = expected;
		const fields = fieldsOf(properties, operation, name);
		const known = fields.flatMap(({ options = [] }) =>
			options.map((option) => 'value' in option && option.value),
		);
		// Of several variants, n8n's AI builder uses the first; a new node shows one with the same default.
		expect(fields[0]).toMatchObject({ default: byDefault });
		expect(known).toEqual(expect.arrayContaining(values));
	});
}

describe('The Hailuo node', () => {
	it('has its type name, version and credential', () => {
		expect(readManifest().name).toBe('n8n-nodes-hailuo');
		expect([description.name, description.version]).toEqual(['hailuo', 1]);
		expect(credential.name).toBe('hailuoApi');
		expect(description.credentials).toEqual([{ name: 'hailuoApi', required: true }]);
	});

	const operations = ['create', 'getMany', 'getStatus', 'wait', 'getCredits', 'upload'];
	const models = [
		...['MiniMax-Hailuo-02', 'MiniMax-Hailuo-2.3', 'MiniMax-Hailuo-2.3-Fast'],
		...['minimax-h3', 'minimax-h3-max', 'minimax-h3-max-turbo'],
	];
	const modes = ['textToVideo', 'imageToVideo', 'firstLastFrame', 'lastFrame', 'reference', 'auto'];
	const statuses = ['completed', 'processing', 'failed', 'cancelled'];
	const ratios = ['adaptive', '16:9', '21:9', '4:3', '1:1', '3:4', '9:16'];

	itHas(description.properties, [
		['create', 'resource', 'video', ['video', 'account', 'file']],
		['create', 'operation', 'create', operations],
		['create', 'model', 'MiniMax-Hailuo-02', models],
		['create', 'mode', 'textToVideo', modes],
		['create', 'prompt', ''],
		['create', 'cameraMovements', {}],
		['create', 'firstFrameSource', 'url', ['url', 'binary']],
		['create', 'lastFrameSource', 'url', ['url', 'binary']],
		['create', 'firstFrameBinaryProperty', 'data'],
		['create', 'lastFrameBinaryProperty', 'lastFrame'],
		['create', 'firstFrameUrl', ''],
		['create', 'lastFrameUrl', ''],
		['create', 'imageUrls', ''],
		['create', 'quality', '768p', ['480p', '512p', '768p', '1080p', '2k']],
		['create', 'duration', 6, [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]],
		['create', 'aspectRatio', '16:9', ratios],
		['create', 'referenceImageUrls', ''],
		['create', 'referenceVideoUrls', ''],
		['create', 'referenceAudioUrls', ''],
		['create', 'waitForCompletion', true],
		['create', 'downloadVideo', true],
		['create', 'options', {}],
		['create', 'options.additionalBodyFields', '{}'],
		['create', 'options.promptOptimizer', true],
		['create', 'options.fastPretreatment', false],
		['create', 'options.maxConcurrency', 10],
		['create', 'options.maxVideosPerRun', 25],
		['create', 'options.minimumCredits', 100],
		['create', 'options.queueTimeoutMinutes', 30],
		['create', 'options.timeoutMinutes', 30],
		['create', 'options.onTimeout', 'error', ['error', 'returnTask']],
		['create', 'options.outputBinaryField', 'data'],
		['getStatus', 'taskId', '={{ $json.taskId }}'],
		['getStatus', 'downloadVideo', false],
		['getStatus', 'options', {}],
		['getStatus', 'options.outputBinaryField', 'data'],
		['getMany', 'returnAll', false],
		['getMany', 'limit', 50],
		['getMany', 'filters', {}],
		['getMany', 'filters.status', 'completed', statuses],
		['getMany', 'filters.model', 'MiniMax-Hailuo-02'],
		['getMany', 'filters.createdAfter', ''],
		['getMany', 'filters.createdBefore', ''],
		['getMany', 'downloadVideo', false],
		['getMany', 'options', {}],
		['getMany', 'options.includeDetails', true],
		['getMany', 'options.outputBinaryField', 'data'],
		['wait', 'taskId', '={{ $json.taskId }}'],
		['wait', 'downloadVideo', true],
		['wait', 'options', {}],
		['wait', 'options.timeoutMinutes', 30],
		['wait', 'options.onTimeout', 'error', ['error', 'returnTask']],
		['wait', 'options.outputBinaryField', 'data'],
		['upload', 'binaryPropertyName', 'data'],
	]);

	it.each(['create', 'getStatus', 'getMany', 'wait', 'getCredits'])(
		'has in %s one toolDescription, which only agents see',
		(operation) => {
			expect(fieldsOf(description.properties, operation, 'toolDescription')).toMatchObject([
				{ displayOptions: { show: { '@tool': [true] } } },
			]);
		},
	);

	it('has the field cameraMovements with steps that have commands', () => {
		const [{ options = [] }] = fieldsOf(description.properties, 'create', 'cameraMovements');
		expect(options).toMatchObject([{ name: 'step', values: [{ name: 'commands', default: [] }] }]);
	});
});

describe('The Hailuo Trigger node', () => {
	const { description: trigger } = new HailuoTrigger();

	it('has its type name, version and credential', () => {
		expect([trigger.name, trigger.version]).toEqual(['hailuoTrigger', 1]);
		expect(trigger.credentials).toEqual([{ name: 'hailuoApi', required: true }]);
	});

	itHas(trigger.properties, [
		['', 'event', 'completed', ['completed', 'failed', 'finished']],
		['', 'watch', 'account', ['account', 'taskIds']],
		['', 'taskIds', ''],
		['', 'options.giveUpAfterHours', 24],
		['', 'options.model', 'MiniMax-Hailuo-02'],
	]);
});

describe('The credential Hailuo API', () => {
	itHas(credential.properties, [
		['', 'apiKey', ''],
		['', 'baseUrl', 'https://ai.odkkk.com/apiv1'],
		['', 'filesBaseUrl', ''],
		['', 'idempotentCreate', 'auto', ['auto', 'yes', 'no']],
	]);
});

describe('The JSON of an output item', () => {
	/** The compiler checks that these are exactly the fields of the types. */
	const ITEM: Required<Task> = {
		taskId: 'task-1',
		status: 'failed',
		providerStatus: 'FAILED',
		progress: 5,
		model: 'M',
		mode: 'textToVideo',
		prompt: 'A paper boat',
		quality: '768p',
		duration: 6,
		aspectRatio: '16:9',
		createdAt: '2026-03-04T09:53:47.000Z',
		videoUrl: 'https://v',
		expiresAt: '2026-03-05T09:53:47.000Z',
		failure: { code: 'x', message: 'y', hint: 'z', retryable: false },
		usage: {},
		timedOut: true,
	};
	const { taskId, mode, prompt, quality, duration, aspectRatio } = ITEM;
	const known = { taskId, mode, prompt, quality, duration, aspectRatio };
	const response = { id: taskId, created: 1772618027, model: 'M', progress: 5, usage: {} };
	const itemWith = (status: string) =>
		parseTask({ ...response, status, results: ['https://v'], unknown: 'sunny' }, known);

	it('has exactly these fields', () => {
		// "succeeded" is the provider's own word for "completed".
		const [completed, failed] = [itemWith('succeeded'), itemWith('failed')];
		const fields = Object.keys({ ...completed, ...failed, timedOut: true });
		expect(fields.sort()).toEqual(Object.keys(ITEM).sort());
		expect(Object.keys(failed?.failure ?? {}).sort()).toEqual(Object.keys(ITEM.failure).sort());
	});

	it.each<TaskStatus>(['pending', 'processing', 'completed', 'failed', 'cancelled'])(
		'can have the status %s',
		(status) => {
			expect(itemWith(status)).toMatchObject({ status });
		},
	);

	it('has the fields error and details if it failed', () => {
		const task: Task = { taskId: 'task-1', status: 'failed' };
		expect(errorItem({ message: 'It failed', suggestion: 'Change it', task }, 3)).toEqual({
			json: { error: 'It failed. Change it', details: { taskId: 'task-1', status: 'failed' } },
			pairedItem: { item: 3 },
		});
		expect(errorItem({ message: 'Nothing was sent' }, 0)).toEqual({
			json: { error: 'Nothing was sent', details: {} },
			pairedItem: { item: 0 },
		});
	});
});
