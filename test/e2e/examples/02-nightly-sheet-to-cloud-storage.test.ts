import { fixture } from '../../../simulator/media/video';
import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';
import { asDataTable } from './harness/sheet';
import { startStorage, type Storage } from './harness/storage';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);
const SHEET = 'A sheet of prompts';

let storage: Storage;
beforeAll(async () => (storage = await startStorage()));
afterAll(async () => await storage.close());

it('Example 2 creates a video for each row of a sheet once and uploads it to cloud storage', async () => {
	const row = { prompt: 'A boat', status: '', taskId: '', file: '', reason: '' };
	const rows = [
		row,
		{ ...row, prompt: 'A kite', status: 'stored', taskId: 'task-unified-1700000000-a1b2c3d4' },
		{ ...row, prompt: '' },
		{ ...row, prompt: 'A forbidden train' },
		{ ...row, prompt: 'x'.repeat(2001) },
		{ ...row, prompt: 'A lost answer' },
	].map((one, i) => ({ ...one, row_number: i + 2 }));
	const types = Object.fromEntries(Object.keys(row).map((name) => [name, 'string' as const]));
	await hailuo.n8n.createDataTable(SHEET, { row_number: 'number', ...types }, rows);
	const outcome = { code: 'content_policy_violation', message: 'Not allowed.' };
	hailuo.api.plan({ promptIncludes: 'forbidden', outcome });
	const reset = 'afterAccepted' as const;
	hailuo.api.fault({ on: 'create', promptIncludes: 'lost', times: 'always', then: { reset } });
	await example.addCredential('s3', storage.credential);
	const sheetNodes = ['Read the sheet', 'Note the task', 'Note the file', 'Note the reason'];
	const { id } = await example.importWorkflow({
		standIns: Object.fromEntries(sheetNodes.map((node) => [node, asDataTable(SHEET)])),
	});
	const night = async () => await hailuo.n8n.run(id, { trigger: 'Every night at two' });

	const { error } = await night();

	expect(error).toBeUndefined();
	const [boat, train] = [/boat/, /train/].map((word) => hailuo.taskOf(word));
	const file = `hailuo-${boat.id}.mp4`;
	const type = 'video/mp4';
	expect([...(await storage.objects())]).toEqual([[file, { type, content: fixture('video.mp4') }]]);
	const failed = (reason: string) => ({
		status: 'failed',
		reason: expect.stringContaining(reason),
	});
	const after = [
		{ ...rows[0], status: 'stored', taskId: boat.id, file },
		rows[1],
		rows[2],
		{ ...rows[3], ...failed('Not allowed.'), taskId: train.id },
		{ ...rows[4], ...failed('2001 characters') },
		{ ...rows[5], ...failed('may have been accepted') },
	];
	expect(await hailuo.n8n.dataTableRows(SHEET)).toMatchObject(after);
	expect(hailuo.api.paidTaskIds).toHaveLength(2);

	await night();

	expect(await hailuo.n8n.dataTableRows(SHEET)).toMatchObject(after);
	expect(hailuo.api.paidTaskIds).toHaveLength(2);
});
