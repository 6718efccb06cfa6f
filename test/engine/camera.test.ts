import { createParams, createAndWaitParams, simulated } from './harness/simulatedNode';

describe('Create with camera commands', () => {
	const node = simulated();
	const sentPrompts = () => node.api.tasks.map(({ request }) => request.prompt);

	it('appends the selected commands to the prompt in brackets, one pair per step', async () => {
		const step = [{ commands: ['Pan left', 'Pedestal up'] }, { commands: ['Zoom in'] }];

		const { hints } = await node.run({
			parameters: createAndWaitParams({ cameraMovements: { step } }),
		});

		expect(sentPrompts()).toEqual(['A paper boat [Pan left,Pedestal up] [Zoom in]']);
		expect(hints).toEqual([]);
	});

	it('sends commands typed into the prompt unchanged, and adds one hint for all items about too many at once', async () => {
		const { hints, items } = await node.run({
			parameters: createParams({ prompt: 'A boat [Shake,Zoom in,Pan left,Tilt up]' }),
			next: { operation: 'getStatus' },
			items: [{}, {}],
		});

		expect(items).toHaveLength(2);
		expect(sentPrompts()[0]).toBe('A boat [Shake,Zoom in,Pan left,Tilt up]');
		expect(hints).toEqual([expect.stringContaining('contains 4 camera movements')]);
	});

	it('rejects an unknown command before any request', async () => {
		const step = [{ commands: '={{ ["Fly up"] }}' }];

		const { error } = await node.run({ parameters: createParams({ cameraMovements: { step } }) });

		expect(error?.message).toMatch(
			/^Camera Movements, step 1 must be Truck left, .* or Static shot \(got "Fly up"\)$/,
		);
		expect(node.api.requests).toHaveLength(0);
	});
});

describe('Create with an unknown model', () => {
	const node = simulated();

	it('validates it with the most permissive rules, sends it, and adds a hint', async () => {
		const { hints, error } = await node.run({
			parameters: createAndWaitParams({ model: '={{ "MiniMax-Hailuo-9" }}' }),
			node: { onError: 'continueRegularOutput' },
		});

		expect(error).toBeUndefined();
		expect(node.api.requestsTo('create')).toMatchObject([{ body: { model: 'MiniMax-Hailuo-9' } }]);
		expect(hints).toEqual([expect.stringContaining('"MiniMax-Hailuo-9" is not known')]);
	});
});
