import { fixture } from '../../../simulator/media/video';
import type { StandIn } from '../../../tools/examples/file';
import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';
import { serviceOf } from './harness/service';
import { asDataTable, waitingFor, withParameters } from './harness/standIns';
import { startStorage } from './harness/storage';
import {
	expireVideos,
	fail,
	fileOf,
	loseResponses,
	takeLong,
	withoutPrompt,
} from './harness/videos';

const SLOW_MS = 600_000;
/** How far the simulated time is ahead of the real one, ms. */
let aheadMs = 0;
const hailuo = simulatedN8n({ now: () => Date.now() + aheadMs });
const example = exampleOf(hailuo);
const storage = serviceOf(example, 's3', startStorage);

const EMPTY = { prompt: '', status: '', taskId: '', file: '', reason: '' };
const SHEET_NODES = [
	...['Read the sheet', 'Claim the rows', 'Note the task', 'Not created'],
	...['Read the tasks', 'Note the file', 'Not stored'],
];

/** A sheet with these rows, as a data table. */
async function sheetOf(name: string, rows: Array<Partial<typeof EMPTY>>) {
	const types = Object.fromEntries(Object.keys(EMPTY).map((column) => [column, 'string' as const]));
	const numbered = rows.map((row, i) => ({ ...EMPTY, ...row, row_number: i + 2 }));
	await hailuo.n8n.createDataTable(name, { row_number: 'number', ...types }, numbered);
	const sheet = Object.fromEntries(SHEET_NODES.map((node) => [node, asDataTable(name)]));

	return {
		rows: async () => await hailuo.n8n.dataTableRows(name),
		/** One night. */
		run: async (standIns: Record<string, StandIn> = {}) =>
			await example.run('At two and at eight', { standIns: { ...sheet, ...standIns } }),
	};
}

const nameOf = (word: RegExp) => fileOf(hailuo.taskOf(word));
const stored = async () => [...(await storage.objects()).keys()].map(withoutPrompt).sort();

it('Example 2 creates a video for each open row of a sheet once and uploads it to cloud storage', async () => {
	const done = { prompt: 'A kite', status: 'stored', taskId: 'task-unified-1700000000-a1b2c3d4' };
	const sheet = await sheetOf('A sheet of prompts', [
		{ prompt: 'A boat' },
		done,
		{},
		{ prompt: 'A forbidden train' },
		{ prompt: 'x'.repeat(2001) },
		{ prompt: 'A lost answer' },
		// An earlier run may have sent its create.
		{ prompt: 'A crash', status: 'creating' },
	]);
	fail(hailuo.api, 'forbidden');
	loseResponses(hailuo.api, 'lost');

	await sheet.run();

	const content = fixture('video.mp4');
	expect([...(await storage.objects())]).toEqual([
		[nameOf(/boat/), { type: 'video/mp4', content }],
	]);
	const reason = (text: string) => ({ reason: expect.stringContaining(text) });
	const [boat, train] = [/boat/, /train/].map((word) => hailuo.taskOf(word).id);
	const after = [
		{ status: 'stored', taskId: boat, file: expect.stringContaining(`${boat}.mp4`), reason: '' },
		done,
		EMPTY,
		{ status: 'failed', taskId: train, ...reason('Not allowed.') },
		{ status: '', ...reason('got 2001') },
		{ status: 'unknown', ...reason('may have been accepted') },
		{ status: 'creating', taskId: '' },
	];
	expect(await sheet.rows()).toMatchObject(after);
	expect(hailuo.api.tasks).toHaveLength(3);

	await sheet.run();

	expect(await sheet.rows()).toMatchObject(after);
	expect(hailuo.api.tasks).toHaveLength(3);
});

it('Example 2 stores in the next run the paid videos that could not be stored, and pays for none again', async () => {
	const sheet = await sheetOf('A sheet with faults', [
		{ prompt: 'A boat' },
		{ prompt: 'A slow kite' },
		{ prompt: 'An expired link' },
		{ prompt: 'A full bucket' },
	]);
	takeLong(hailuo.api, 'slow', SLOW_MS);
	const expired = expireVideos(hailuo.api, { promptIncludes: 'expired' });
	const bucketName =
		"={{ $('Unfinished videos').item.json.prompt.includes('full') ? 'no-such-bucket' : 'my-videos' }}";

	await sheet.run({ Wait: waitingFor(2), 'Store in S3': withParameters({ bucketName }) });

	const open = (word: RegExp) => ({
		status: 'created',
		taskId: hailuo.taskOf(word).id,
		reason: expect.stringMatching(/./),
	});
	const [, ...unfinished] = [/boat/, /slow/, /expired/, /full/];
	expect(await sheet.rows()).toMatchObject([{ status: 'stored' }, ...unfinished.map(open)]);
	expect(await stored()).toEqual([nameOf(/boat/)]);

	expired.remove();
	aheadMs += SLOW_MS;
	await sheet.run();

	const words = [/boat/, ...unfinished];
	const done = words.map((word) => ({
		status: 'stored',
		file: expect.stringContaining(`${hailuo.taskOf(word).id}.mp4`),
		reason: '',
	}));
	expect(await sheet.rows()).toMatchObject(done);
	expect(await stored()).toEqual(words.map(nameOf).sort());
	expect(hailuo.api.paidTaskIds).toHaveLength(4);
});
