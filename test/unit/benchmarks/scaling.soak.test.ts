/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { readFileSync } from 'node:fs';

import { scalingTable } from '../../../benchmarks/scaling/plans';

describe('scalingTable', () => {
	it('computes exactly the table in docs/scaling.md', async () => {
		const page = readFileSync('docs/scaling.md', 'utf8');
		const table = page.slice(page.indexOf('| Videos a day')).split('\n\n')[0];

		expect(table).toBe(await scalingTable());
	}, 1_800_000);
});
