import type { IExecuteFunctions } from 'n8n-workflow';

import { idempotencyKey } from '../../../nodes/Hailuo/execution/idempotencyKey';

const keyOf = (executionId: string | undefined) =>
	idempotencyKey(
		{
			getInstanceId: () => 'instance',
			getWorkflow: () => ({ id: 'workflow' }),
			getExecutionId: () => executionId,
			getNode: () => ({ id: 'node' }),
		} as IExecuteFunctions,
		0,
		'0.request',
		0,
	);

describe('idempotencyKey', () => {
	it('returns the same key for the same request of an execution, and a different key in the next execution', () => {
		expect(keyOf('1')).toBe(keyOf('1'));
		expect(keyOf('1')).not.toBe(keyOf('2'));
	});

	it.each([undefined, ''])(
		'returns a different key for each tool call without an execution (execution ID %p)',
		(id) => {
			expect(keyOf(id)).not.toBe(keyOf(id));
			expect(keyOf(id)).toMatch(/^[\w-]{43}$/);
		},
	);
});
