import { creatingAndWaiting, simulated } from './harness/simulatedNode';

describe('Rule 5: reading is polite and clever', () => {
	const node = simulated();

	it.each([
		['a 503', { status: 503 }],
		['a 502 with a web page', { status: 502, body: '<html>Bad gateway</html>' }],
		['a 429', { status: 429, headers: { 'retry-after': '0' } }],
		['a 408', { status: 408 }],
		['a reset connection', { reset: 'before' as const }],
		['an answer cut in the middle', { cutBody: 30 }],
		['a refusal inside a 200', { status: 200, body: { success: false, code: 1, msg: 'busy' } }],
		['an early 404', { status: 404 }],
	])('survives %s while waiting', async (_, then) => {
		node.api.fault({ on: 'read', then });

		const { items } = await node.run({ parameters: creatingAndWaiting() });

		expect(items[0].json.status).toBe('completed');
		expect(node.api.requestsTo('read')).toHaveLength(2);
	});

	it.each([
		[401, /Check the API key/],
		[402, /Top up/],
		[403, /another account/],
	])('ends at once after a %i', async (status, advice) => {
		node.api.fault({ on: 'read', times: 'always', then: { status } });

		const { error } = await node.run({ parameters: creatingAndWaiting() });

		expect(error?.message).toContain(`Task ${node.api.tasks[0].id} could not be read`);
		expect(error?.description).toMatch(advice);
		expect(node.api.requestsTo('read')).toHaveLength(1);
	});
});
