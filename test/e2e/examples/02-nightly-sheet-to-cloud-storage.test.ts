import { fixture } from '../../../simulator/media/video';
import { simulatedN8n } from '../harness/simulatedN8n';
import type { StandIn } from '../../../tools/examples/file';
import { exampleOf } from './harness/example';
import { asDataTable } from './harness/sheet';
import { startStorage, type Storage } from './harness/storage';
import { withoutPrompt } from './harness/videoName';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);

let storage: Storage;
beforeEach(async () => {
	storage = await startStorage();
	await example.addCredential('s3', storage.credential);
});
afterEach(async () => await storage.close());

const EMPTY = { prompt: '', status: '', taskId: '', file: '', reason: '' };
type Row = typeof EMPTY;

/** A sheet with these rows, as a data table. */
async function sheetOf(name: string, rows: Array<Partial<Row>>) {
	const types = Object.fromEntries(Object.keys(EMPTY).map((column) => [column, 'string' as const]));
	const numbered = rows.map((row, i) => ({ ...EMPTY, ...row, row_number: i + 2 }));
	await hailuo.n8n.createDataTable(name, { row_number: 'number', ...types }, numbered);

	return {
		rows: async () => await hailuo.n8n.dataTableRows(name),
		/** One night. */
		async run(standIns: Record<string, StandIn> = {}) {
			const { id } = await example.importWorkflow({
				standIns: { ...sheetStandIns(name), ...standIns },
			});
			const { error } = await hailuo.n8n.run(id, { trigger: 'At two and at eight' });
			expect(error).toBeUndefined();
		},
	};
}

const sheetStandIns = (name: string) =>
	Object.fromEntries(
		[
			'Read the sheet',
			'Claim the rows',
			'Note the task',
			'Not created',
			'Read the tasks',
			'Note the file',
			'Not stored',
		].map((node) => [node, asDataTable(name)]),
	);

const fileOf = (word: RegExp) => `hailuo-${hailuo.taskOf(word).id}.mp4`;
const stored = async () => [...(await storage.objects()).keys()].map(withoutPrompt).sort();
const waitingFor =
	(seconds: number): StandIn =>
	({ parameters }) => ({
		parameters: { ...parameters, options: { timeoutMinutes: seconds / 60 } },
	});

it('Example 2 creates a video for each open row of a sheet once and uploads it to cloud storage', async () => {
	const done = { prompt: 'A kite', status: 'stored', taskId: 'task-unified-1700000000-a1b2c3d4' };
	const sheet = await sheetOf('A sheet of prompts', [
		{ prompt: 'A boat' },
		done,
		{},
		{ prompt: 'A forbidden train' },
		{ prompt: 'x'.repeat(2001) },
		{ prompt: 'A lost answer' },
	]);
	const outcome = { code: 'content_policy_violation', message: 'Not allowed.' };
	hailuo.api.plan({ promptIncludes: 'forbidden', outcome });
	const reset = 'afterAccepted' as const;
	hailuo.api.fault({ on: 'create', promptIncludes: 'lost', times: 'always', then: { reset } });

	await sheet.run();

	const file = fileOf(/boat/);
	const type = 'video/mp4';
	expect([...(await storage.objects())]).toEqual([[file, { type, content: fixture('video.mp4') }]]);
	const reason = (text: string) => ({ reason: expect.stringContaining(text) });
	const [boat, train] = [/boat/, /train/].map((word) => hailuo.taskOf(word).id);
	const after = [
		{ status: 'stored', taskId: boat, file: expect.stringContaining(`${boat}.mp4`), reason: '' },
		done,
		EMPTY,
		{ status: 'failed', taskId: train, ...reason('Not allowed.') },
		{ status: '', ...reason('got 2001') },
		{ status: 'unknown', ...reason('may have been accepted') },
	];
	expect(await sheet.rows()).toMatchObject(after);
	expect(hailuo.api.tasks).toHaveLength(3);

	await sheet.run();

	expect(await sheet.rows()).toMatchObject(after);
	expect(hailuo.api.tasks).toHaveLength(3);
});

it('Example 2 stores a paid video in the next run after a time-out, a dead link or an upload that fails, and pays for none of them again', async () => {
	const sheet = await sheetOf('A sheet with faults', [
		{ prompt: 'A boat' },
		{ prompt: 'A slow kite' },
		{ prompt: 'A dead link' },
		{ prompt: 'A full bucket' },
	]);
	hailuo.api.plan({ promptIncludes: 'slow', durationMs: 15_000, estimatedTimeS: 1 });
	const dead = hailuo.api.fault({
		on: 'download',
		promptIncludes: 'dead',
		times: 'always',
		then: { status: 410 },
	});
	const bucketName =
		"={{ $('Unfinished videos').item.json.prompt.includes('full') ? 'no-such-bucket' : 'my-videos' }}";

	await sheet.run({
		Wait: waitingFor(2),
		'Store in S3': ({ parameters }) => ({ parameters: { ...parameters, bucketName } }),
	});

	const open = (word: RegExp) => ({
		status: 'created',
		taskId: hailuo.taskOf(word).id,
		reason: expect.stringMatching(/./),
	});
	expect(await sheet.rows()).toMatchObject([
		{ status: 'stored' },
		open(/slow/),
		open(/dead/),
		open(/full/),
	]);
	expect(await stored()).toEqual([fileOf(/boat/)]);

	dead.remove();
	await sheet.run();

	const words = [/boat/, /slow/, /dead/, /full/];
	const done = words.map((word) => ({
		status: 'stored',
		file: expect.stringContaining(`${hailuo.taskOf(word).id}.mp4`),
		reason: '',
	}));
	expect(await sheet.rows()).toMatchObject(done);
	expect(await stored()).toEqual(words.map(fileOf).sort());
	expect(hailuo.api.paidTaskIds).toHaveLength(4);
});

it('Example 2 pays nothing for a row whose create an earlier run may have sent', async () => {
	const sheet = await sheetOf('A sheet after a crash', [
		{ prompt: 'A boat', status: 'creating' },
		{ prompt: 'A kite' },
	]);

	await sheet.run();

	expect(await sheet.rows()).toMatchObject([{ status: 'creating' }, { status: 'stored' }]);
	expect(hailuo.api.tasks).toHaveLength(1);
});
