import { sample } from '../../tools/images/sampleImages';
import { inItem } from '../../tools/engine/binaryStore';
import { createAndWaitParams, simulated } from './harness/simulatedNode';

/** Retry On Fail with three tries and nearly no pause between them. */
const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
/** Returns another value at each evaluation. */
const CHANGING = '={{ $json.prompt }} at {{ Math.random() }}';

describe('Rule 3: No task is paid twice (Retry On Fail)', () => {
	const node = simulated();
	const three = [{ prompt: 'A boat' }, { prompt: 'A kite' }, { prompt: 'A fox' }];
	const prompts = () => node.api.tasks.map(({ request }) => request.prompt?.split(' at ')[0]);

	it.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
		'resumes tasks even if expressions return other values in each try, with On Error = %s',
		async (onError) => {
			node.api.fault({ on: 'read', promptIncludes: 'boat', then: { status: 403 } });

			const { items } = await node.run({
				parameters: createAndWaitParams({ prompt: CHANGING }),
				items: three,
				node: { ...retrying, onError },
			});

			expect(items.map(({ json }) => json.status)).toEqual(Array(3).fill('completed'));
			expect(prompts().sort()).toEqual(['A boat', 'A fox', 'A kite']);
		},
	);

	it('sends the request that the first try validated if its create was rejected', async () => {
		node.api.fault({ on: 'create', promptIncludes: 'kite', then: { status: 402 } });

		const { items } = await node.run({
			parameters: createAndWaitParams({ prompt: CHANGING }),
			items: three,
			node: retrying,
		});

		expect(items).toHaveLength(3);
		const ofKite = node.api
			.requestsTo('create')
			.map(({ body }) => (body as { prompt: string }).prompt)
			.filter((prompt) => prompt.startsWith('A kite'));
		expect(ofKite).toHaveLength(2);
		expect(new Set(ofKite).size).toBe(1);
	});

	describe('a second try that cannot be validated', () => {
		const boat = () => [{ prompt: 'A boat' } as Record<string, string>];

		it.each<[string, (item: Record<string, string>) => void]>([
			['the prompt is empty', (item) => void (item.prompt = '')],
			['the prompt is missing', (item) => void delete item.prompt],
			['an expression fails', (item) => void (item.fail = 'yes')],
		])('resumes the task if %s', async (_, invalidate) => {
			const items = boat();
			node.api.fault({ on: 'read', then: { status: 403 } });
			const { result } = await node.start({
				parameters: createAndWaitParams({
					prompt: '={{ $json.fail ? $("Nowhere").item : $json.prompt }}',
				}),
				items,
				node: retrying,
			});
			await node.api.waitForRequest('create');
			invalidate(items[0]);

			const { items: output } = await result;

			expect(output[0]?.json).toMatchObject({ taskId: node.api.tasks[0].id, status: 'completed' });
			expect(node.api.tasks).toHaveLength(1);
		});

		it('names the tasks of the other items if an item without a task has become invalid', async () => {
			const items = three.map((item) => ({ ...item }));
			node.api.fault({ on: 'create', promptIncludes: 'fox', then: { status: 400 } });
			const { result } = await node.start({
				parameters: createAndWaitParams({ prompt: '={{ $json.prompt }}' }),
				items,
				node: retrying,
			});
			await node.api.waitForRequest('create', 3);
			items[2].prompt = '';

			const { error } = await result;

			expect(error?.message).toMatch(/^Item 2: Prompt is empty/);
			for (const { id } of node.api.tasks) expect(error?.description).toContain(id);
			expect(error?.description).not.toMatch(/nothing was charged/i);
			expect(node.api.tasks).toHaveLength(2);
		});

		it('names the task in the error if the credential cannot be read', async () => {
			let isReadable = true;
			node.api.fault({ on: 'read', then: { status: 403 } });
			const { result } = await node.start({
				parameters: createAndWaitParams(),
				node: retrying,
				credential: () => {
					if (isReadable) return {};
					throw new Error('The credential could not be decrypted');
				},
			});
			await node.api.waitForRequest('create');
			isReadable = false;

			const { error } = await result;

			expect(error?.message).toBe('The credential could not be decrypted');
			expect(error?.description).toContain(node.api.tasks[0].id);
			expect(error?.description).not.toMatch(/nothing was charged/i);
		});

		it('resumes the task if its image is missing, and uploads nothing again', async () => {
			const file = inItem(await sample('PNG', 640, 360));
			const binary = { data: file };
			node.api.fault({ on: 'read', then: { status: 403 } });
			const { result } = await node.start({
				parameters: createAndWaitParams({ mode: 'imageToVideo', firstFrameSource: 'binary' }),
				files: [binary],
				filesBaseUrl: node.api.filesUrl,
				node: retrying,
			});
			await node.api.waitForRequest('create');
			delete (binary as Partial<typeof binary>).data;

			const { items } = await result;

			expect(items[0].json).toMatchObject({ taskId: node.api.tasks[0].id, status: 'completed' });
			expect(node.api.requestsTo('upload')).toHaveLength(1);
		});
	});

	it('creates a new task with a new key after one that failed, and lists the tasks of all tries in the last error', async () => {
		node.api.plan({ outcome: { code: 'service_error', message: 'Broken' } });

		const { error } = await node.run({ parameters: createAndWaitParams(), node: retrying });

		const [first, second, third] = node.api.tasks.map(({ id }) => id);
		expect(error?.message).toContain(third);
		expect(error?.description).toContain(`${first} (failed), ${second} (failed)`);
		expect(new Set(node.api.tasks.map((task) => task.idempotencyKey)).size).toBe(3);
		expect(node.api.paidTaskIds).toHaveLength(0);
	});
});
