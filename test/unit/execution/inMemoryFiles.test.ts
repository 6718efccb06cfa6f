import { InMemoryFiles } from '../../../nodes/Hailuo/execution/inMemoryFiles';

const MEGABYTE = 1024 ** 2;
/** A file in an item: base64 has 4 characters for 3 bytes. */
const inItem = (megabytes: number) => ({
	data: { length: (megabytes * MEGABYTE * 4) / 3 } as string,
});

describe('InMemoryFiles', () => {
	it.each([
		['no file is omitted below 300 MB in items', [100, 199], false],
		['files are omitted from 300 MB in items on', [100, 200], true],
	])('%s', (_, sizes, isOmitted) => {
		const files = new InMemoryFiles();
		for (const megabytes of sizes) files.add(inItem(megabytes));

		expect(files.omit()).toBe(isOmitted);
		expect(files.hints()).toHaveLength(isOmitted ? 1 : 0);
	});

	it('counts no file that n8n has stored elsewhere', () => {
		const files = new InMemoryFiles();
		files.add({ ...inItem(1_000), id: 'filesystem-v2:1' });

		expect(files.omit()).toBe(false);
	});

	it('names the number of videos and the setting in its hint', () => {
		const files = new InMemoryFiles();
		files.add(inItem(400));
		files.omit();
		files.omit();

		expect(files.hints()).toEqual([
			expect.stringMatching(/^2 videos have no file.*N8N_DEFAULT_BINARY_DATA_MODE=filesystem/),
		]);
	});
});
