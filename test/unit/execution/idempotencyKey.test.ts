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

it('is the same for the same request of the same execution, and another in the next execution', () => {
	expect(keyOf('1')).toBe(keyOf('1'));
	expect(keyOf('1')).not.toBe(keyOf('2'));
});

it.each([undefined, ''])('is another for each tool call outside an execution (ID: %p)', (id) => {
	expect(keyOf(id)).not.toBe(keyOf(id));
	expect(keyOf(id)).toMatch(/^[\w-]{43}$/);
});
