import {
	idempotencyKey,
	type CreateIdentity,
} from '../../../nodes/Hailuo/execution/idempotencyKey';

const CREATE = { executionId: '7', runIndex: 0, itemIndex: 0, digest: 'request', failedTasks: 0 };

interface Where {
	instance?: string;
	workflow?: string;
	id?: string;
	name?: string;
}

function keyOf(create: Partial<CreateIdentity> = {}, where: Where = {}): string {
	const { instance = 'instance', workflow = 'workflow', id = 'node', name = 'Hailuo' } = where;
	const context = {
		getInstanceId: () => instance,
		getWorkflow: () => ({ id: workflow, name: '', active: false }),
		getNode: () => ({ id, name }) as never,
	};
	return idempotencyKey(context, { ...CREATE, ...create });
}

describe('idempotencyKey', () => {
	it('is the same for the same create, and valid in the header', () => {
		expect(keyOf()).toBe(keyOf());
		expect(keyOf()).toMatch(/^[\w-]{16,96}$/);
	});

	it.each([
		{ executionId: '8' },
		{ runIndex: 1 },
		{ itemIndex: 1 },
		{ digest: 'other' },
		{ failedTasks: 1 },
	])('differs for %j', (create) => {
		expect(keyOf(create)).not.toBe(keyOf());
	});

	it.each([{ instance: 'x' }, { workflow: 'x' }, { id: 'x' }, { name: 'Hailuo1' }])(
		'differs for the place %j',
		(where) => {
			expect(keyOf({}, where)).not.toBe(keyOf());
		},
	);

	it('differs for each tool call without an execution', () => {
		expect(keyOf({ executionId: '' })).not.toBe(keyOf({ executionId: '' }));
	});
});
