import { pendingHints } from '../../../../nodes/Hailuo/actions/common/unfinishedHints';
import type { RunContext } from '../../../../nodes/Hailuo/execution/runContext';
import { ok } from '../../../../nodes/Hailuo/utils/result';

const HAILUO = 'n8n-nodes-hailuo.hailuo';
const DRIVE = 'n8n-nodes-base.googleDrive';

describe('The hint about a video that is being generated', () => {
	it.each([
		['is shown if no node follows', [], 1],
		['is shown if only other nodes follow, which find no file', [DRIVE], 1],
		['is absent if a Hailuo node follows, directly or later', [DRIVE, HAILUO], 0],
	])('%s', (_, following, count) => {
		const context = {
			getNode: () => ({ name: 'Hailuo', type: HAILUO }),
			getChildNodes: () => following.map((type) => ({ type })),
		};
		const run = { context, isTool: false } as unknown as RunContext;

		expect(pendingHints(run, [ok({ json: { status: 'pending' } })])).toHaveLength(count);
	});
});
