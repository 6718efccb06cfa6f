import type { IContextObject } from 'n8n-workflow';

import { InMemoryFiles } from '../../../nodes/Hailuo/execution/inMemoryFiles';

const MEGABYTE = 1024 ** 2;
/** A file in an item: base64 has 4 characters for 3 bytes. */
const inItem = (megabytes: number) => ({
	data: { length: (megabytes * MEGABYTE * 4) / 3 } as string,
});

describe('InMemoryFiles', () => {
	let nodeContext: IContextObject;
	beforeEach(() => {
		nodeContext = {};
	});

	/** A try of the node, with a context that n8n may have saved and loaded. */
	function tryOf({ runIndex = 0 } = {}): InMemoryFiles {
		nodeContext = JSON.parse(JSON.stringify(nodeContext));
		return new InMemoryFiles(nodeContext, runIndex);
	}

	it.each([
		['no file is omitted below 300 MB in items', [100, 199], false],
		['files are omitted from 300 MB in items on', [100, 200], true],
	])('%s', (_, sizes, isOmitted) => {
		const files = tryOf();
		for (const megabytes of sizes) files.add(inItem(megabytes));

		expect(files.omit()).toBe(isOmitted);
		expect(files.hints()).toHaveLength(isOmitted ? 1 : 0);
	});

	it('counts no file that n8n has stored elsewhere', () => {
		const files = tryOf();
		files.add({ ...inItem(1_000), id: 'filesystem-v2:1' });

		expect(files.omit()).toBe(false);
	});

	it('counts the files of all runs of the node, as in a loop', () => {
		tryOf({ runIndex: 0 }).add(inItem(200));
		tryOf({ runIndex: 1 }).add(inItem(100));

		expect(tryOf({ runIndex: 2 }).omit()).toBe(true);
	});

	it('does not count the files of an earlier try of the run, which n8n discards', () => {
		tryOf({ runIndex: 1 }).add(inItem(300));

		expect(tryOf({ runIndex: 1 }).omit()).toBe(false);
	});

	it('names the number of videos and the setting in its hint', () => {
		const files = tryOf();
		files.add(inItem(400));
		files.omit();
		files.omit();

		expect(files.hints()).toEqual([
			expect.stringMatching(/^2 videos have no file.*N8N_DEFAULT_BINARY_DATA_MODE=filesystem/),
		]);
	});
});
