import { createParams, createAndWaitParams, simulated } from './harness/simulatedNode';

const INDETERMINATE = { status: 502, accepted: true };
const clockSpeed = 20;

describe('Rule 3: No task is paid twice (provider that honors Idempotency-Key)', () => {
	const node = simulated();
	const honoring = { credential: () => ({ idempotentCreate: 'yes' }), clockSpeed };

	it.each([
		['a 502', INDETERMINATE],
		['a reset', { reset: 'afterAccepted' as const }],
		['a 200 without an ID', { patch: { id: null } }],
		['a 409', { status: 409, accepted: true }],
	])('retries a create with the same key after %s, and pays once', async (_, then) => {
		node.api.fault({ on: 'create', then });

		const { items, hints } = await node.run({ ...honoring, parameters: createAndWaitParams() });

		expect(items[0].json).toMatchObject({ taskId: node.api.tasks[0].id, status: 'completed' });
		const keys = node.api.requestsTo('create').map(({ headers }) => headers['idempotency-key']);
		expect(keys).toHaveLength(2);
		expect(new Set(keys).size).toBe(1);
		expect(node.api.paidTaskIds).toHaveLength(1);
		// A retry that returns the existing task is expected and adds no hint.
		expect(hints).toEqual([]);
	});

	it.each([
		['no', { idempotentCreate: 'no' }],
		['auto, with another Base URL than the public one', { idempotentCreate: 'auto' }],
		['nothing, as in credentials of version 1.0', {}],
	])('sends a create only once if the credential says %s', async (_, credential) => {
		node.api.fault({ on: 'create', then: INDETERMINATE });

		await node.run({ parameters: createParams(), credential: () => credential, clockSpeed });

		expect(node.api.requestsTo('create')).toHaveLength(1);
	});

	it('refuses an unknown value in the credential before any request', async () => {
		const { error } = await node.run({
			parameters: createParams(),
			credential: () => ({ idempotentCreate: 'maybe' }),
		});

		expect(error?.message).toBe(
			'Provider Honors Idempotency-Key in the credential must be auto, yes or no (got "maybe")',
		);
		expect(node.api.requests).toHaveLength(0);
	});

	it('treats a rejection that mentions the key as an unknown outcome', async () => {
		const message = 'This Idempotency-Key came before with another body';
		node.api.fault({ on: 'create', then: { status: 400, body: { error: { message } } } });

		const { error } = await node.run({ parameters: createParams(), clockSpeed });

		expect(error?.message).toMatch(/^The request may have been accepted.*Idempotency-Key/);
		expect(error?.description).not.toMatch(/charged\.$/);
	});

	it('adds a hint if the provider returned an existing task, as after a crash', async () => {
		await node.run({ parameters: createParams(), executionId: '7' });

		const { items, hints } = await node.run({ parameters: createParams(), executionId: '7' });

		const [{ id }] = node.api.tasks;
		expect(items[0].json.taskId).toBe(id);
		expect(hints).toContain(
			`The provider returned an existing task instead of creating a new one: item 0 (${id}).`,
		);
	});
});
