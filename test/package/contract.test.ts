import type { INodeProperties } from 'n8n-workflow';

import { HailuoApi } from '../../credentials/HailuoApi.credentials';
import { Hailuo } from '../../nodes/Hailuo/Hailuo.node';
import { HailuoTrigger } from '../../nodes/Hailuo/HailuoTrigger.node';
import { errorItem } from '../../nodes/Hailuo/execution/errors';
import type { Failure } from '../../nodes/Hailuo/domain/taskFailure';
import { parseTask, type Task, type TaskStatus } from '../../nodes/Hailuo/domain/task';
import { readManifest } from './tree';

/**
 * The names that workflows are saved with. None of them ever changes: a line here may be added,
 * but not edited, and a failure here means that workflows of users break.
 */

const { description } = new Hailuo();
const credential = new HailuoApi();

describe('The Hailuo node', () => {
	it('has its type name, version and credential', () => {
		expect(readManifest().name).toBe('n8n-nodes-hailuo');
		expect([description.name, description.version]).toEqual(['hailuo', 1]);
		expect(credential.name).toBe('hailuoApi');
		expect(description.credentials).toEqual([{ name: 'hailuoApi', required: true }]);
	});

	/** Fields of an operation under a name; a field has several variants where its choices differ. */
	function fields(operation: string, name: string): INodeProperties[] {
		const [outer, inner] = name.split('.');
		const found = description.properties.filter((property) => {
			const operations = property.displayOptions?.show?.operation ?? [operation];
			return property.name === outer && operations.includes(operation);
		});
		if (inner === undefined) return found;
		return found.flatMap(({ options = [] }) =>
			(options as INodeProperties[]).filter((option) => option.name === inner),
		);
	}

	/** Of several variants, n8n's AI builder uses the first; a new node shows one with the same default. */
	it.each<[operation: string, name: string, byDefault: unknown]>([
		['create', 'resource', 'video'],
		['create', 'operation', 'create'],
		['create', 'model', 'MiniMax-Hailuo-02'],
		['create', 'mode', 'textToVideo'],
		['create', 'prompt', ''],
		['create', 'cameraMovements', {}],
		['create', 'firstFrameSource', 'url'],
		['create', 'lastFrameSource', 'url'],
		['create', 'firstFrameBinaryProperty', 'data'],
		['create', 'lastFrameBinaryProperty', 'lastFrame'],
		['create', 'firstFrameUrl', ''],
		['create', 'lastFrameUrl', ''],
		['create', 'imageUrls', ''],
		['create', 'quality', '768p'],
		['create', 'duration', 6],
		['create', 'aspectRatio', '16:9'],
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
		['create', 'options.onTimeout', 'error'],
		['create', 'options.outputBinaryField', 'data'],
		['getStatus', 'taskId', '={{ $json.taskId }}'],
		['getStatus', 'downloadVideo', false],
		['getStatus', 'options', {}],
		['getStatus', 'options.outputBinaryField', 'data'],
		['getMany', 'returnAll', false],
		['getMany', 'limit', 50],
		['getMany', 'filters', {}],
		['getMany', 'filters.status', 'completed'],
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
		['wait', 'options.onTimeout', 'error'],
		['wait', 'options.outputBinaryField', 'data'],
		['upload', 'binaryPropertyName', 'data'],
	])('has in %s the field %s with the default %j', (operation, name, byDefault) => {
		expect(fields(operation, name)[0]).toMatchObject({ default: byDefault });
	});

	it.each(['create', 'getStatus', 'getMany', 'wait', 'getCredits'])(
		'has in %s one toolDescription, which only agents see',
		(name) => {
			expect(fields(name, 'toolDescription')).toMatchObject([
				{ displayOptions: { show: { '@tool': [true] } } },
			]);
		},
	);

	it.each<[operation: string, name: string, values: unknown[]]>([
		['create', 'resource', ['video', 'account', 'file']],
		['create', 'operation', ['create', 'getMany', 'getStatus', 'wait']],
		['getMany', 'filters.status', ['completed', 'processing', 'failed', 'cancelled']],
		['getCredits', 'operation', ['getCredits']],
		['upload', 'operation', ['upload']],
		[
			'create',
			'model',
			[
				'MiniMax-Hailuo-02',
				'MiniMax-Hailuo-2.3',
				'MiniMax-Hailuo-2.3-Fast',
				'minimax-h3',
				'minimax-h3-max',
				'minimax-h3-max-turbo',
			],
		],
		[
			'create',
			'mode',
			['textToVideo', 'imageToVideo', 'firstLastFrame', 'lastFrame', 'reference', 'auto'],
		],
		['create', 'quality', ['480p', '512p', '768p', '1080p', '2k']],
		['create', 'duration', [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]],
		['create', 'aspectRatio', ['adaptive', '16:9', '21:9', '4:3', '1:1', '3:4', '9:16']],
		['create', 'firstFrameSource', ['url', 'binary']],
		['create', 'lastFrameSource', ['url', 'binary']],
		['create', 'options.onTimeout', ['error', 'returnTask']],
		['wait', 'options.onTimeout', ['error', 'returnTask']],
	])('accepts in %s for %s the values %j', (operation, name, values) => {
		const known = fields(operation, name).flatMap(({ options = [] }) =>
			options.map((option) => 'value' in option && option.value),
		);
		expect(known).toEqual(expect.arrayContaining(values));
	});

	it('has the field cameraMovements with steps that have commands', () => {
		const [{ options = [] }] = fields('create', 'cameraMovements');
		expect(options).toMatchObject([{ name: 'step', values: [{ name: 'commands', default: [] }] }]);
	});
});

describe('The credential Hailuo API', () => {
	it.each([
		['apiKey', ''],
		['baseUrl', 'https://ai.odkkk.com/apiv1'],
		['filesBaseUrl', ''],
		['idempotentCreate', 'auto'],
	])('has the field %s with the default "%s"', (name, byDefault) => {
		expect(credential.properties).toContainEqual(
			expect.objectContaining({ name, default: byDefault }),
		);
	});
});

describe('The JSON of an output item', () => {
	/** The compiler checks that these are exactly the fields of the type. */
	const ITEM: Record<keyof Task, true> = {
		taskId: true,
		status: true,
		providerStatus: true,
		progress: true,
		model: true,
		mode: true,
		prompt: true,
		quality: true,
		duration: true,
		aspectRatio: true,
		createdAt: true,
		videoUrl: true,
		expiresAt: true,
		failure: true,
		usage: true,
		timedOut: true,
	};
	const STATUSES: Record<TaskStatus, true> = {
		pending: true,
		processing: true,
		completed: true,
		failed: true,
		cancelled: true,
	};
	const FAILURE: Record<keyof Failure, true> = {
		code: true,
		message: true,
		hint: true,
		retryable: true,
	};

	const known = {
		taskId: 'task-1',
		mode: 'textToVideo',
		prompt: 'A paper boat',
		quality: '768p',
		duration: 6,
		aspectRatio: '16:9',
	} as const;
	const response = {
		id: 'task-1',
		created: 1772618027,
		model: 'M',
		progress: 5,
		usage: {},
		unknown: 'sunny',
	};
	const itemWith = (status: string, results?: string[]) =>
		parseTask({ ...response, status, results }, known)?.task ?? {};

	it('has exactly the fields of Task', () => {
		// "succeeded" is the provider's own word for "completed".
		const items = [itemWith('succeeded', ['https://v']), itemWith('failed')];
		const fieldsOfAll = items.flatMap((item) => Object.keys(item));
		expect([...new Set([...fieldsOfAll, 'timedOut'])].sort()).toEqual(Object.keys(ITEM).sort());
	});

	it.each(Object.keys(STATUSES))('can have the status %s', (status) => {
		expect(itemWith(status)).toMatchObject({ status });
	});

	it('has exactly the fields of Failure in its failure', () => {
		const { failure = {} } = itemWith('failed') as Partial<Task>;
		expect(Object.keys(failure).sort()).toEqual(Object.keys(FAILURE).sort());
	});

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

describe('The Hailuo Trigger node', () => {
	const { description: trigger } = new HailuoTrigger();
	const field = (name: string) => trigger.properties.find((property) => property.name === name);
	const values = (name: string) =>
		field(name)?.options?.map((option) => 'value' in option && option.value);

	it('has its type name, version and credential', () => {
		expect([trigger.name, trigger.version]).toEqual(['hailuoTrigger', 1]);
		expect(trigger.credentials).toEqual([{ name: 'hailuoApi', required: true }]);
	});

	it.each([
		['event', 'completed', ['completed', 'failed', 'finished']],
		['watch', 'account', ['account', 'taskIds']],
	])('has the field %s with the default %s', (name, byDefault, choices) => {
		expect(field(name)?.default).toBe(byDefault);
		expect(values(name)).toEqual(choices);
	});

	it('has the field taskIds, and the options giveUpAfterHours and model with their defaults', () => {
		expect(field('taskIds')?.default).toBe('');
		const options = field('options')?.options as INodeProperties[];
		expect(options.map(({ name, default: byDefault }) => [name, byDefault])).toEqual([
			['giveUpAfterHours', 24],
			['model', 'MiniMax-Hailuo-02'],
		]);
	});
});
