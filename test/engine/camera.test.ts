import { creating, creatingAndWaiting, simulated } from './harness/simulatedNode';

describe('Camera movements', () => {
	const node = simulated();
	const sentPrompts = () => node.api.tasks.map(({ request }) => request.prompt);

	it('are sent in brackets behind the prompt, step after step', async () => {
		const step = [{ commands: ['Pan left', 'Pedestal up'] }, { commands: ['Zoom in'] }];

		const { hints } = await node.run({
			parameters: creatingAndWaiting({ cameraMovements: { step } }),
		});

		expect(sentPrompts()).toEqual(['A paper boat [Pan left,Pedestal up] [Zoom in]']);
		expect(hints).toEqual([]);
	});

	it('typed by hand are sent as they are, and what is almost a command gets one hint for all items', async () => {
		const { hints, items } = await node.run({
			parameters: creating({ prompt: 'A boat [pan left] [Shake]' }),
			next: { operation: 'getStatus' },
			items: [{}, {}],
		});

		expect(items).toHaveLength(2);
		expect(sentPrompts()[0]).toBe('A boat [pan left] [Shake]');
		expect(hints).toEqual([expect.stringContaining('The nearest one is [Pan left]')]);
	});

	it('that do not exist cost nothing', async () => {
		const step = [{ commands: '={{ ["Fly up"] }}' }];

		const { error } = await node.run({ parameters: creating({ cameraMovements: { step } }) });

		expect(error?.message).toMatch(/Camera Movements, step 1 has "Fly up"\. Allowed: Truck left/);
		expect(node.api.requests).toHaveLength(0);
	});
});

describe('A model that the table does not know', () => {
	const node = simulated();

	it('is sent with the loosest rules, and a hint', async () => {
		const { hints, error } = await node.run({
			parameters: creatingAndWaiting({ model: '={{ "MiniMax-Hailuo-9" }}' }),
			node: { onError: 'continueRegularOutput' },
		});

		expect(error).toBeUndefined();
		expect(node.api.requestsTo('create')).toMatchObject([{ body: { model: 'MiniMax-Hailuo-9' } }]);
		expect(hints).toEqual([expect.stringContaining('"MiniMax-Hailuo-9" is not known')]);
	});
});
