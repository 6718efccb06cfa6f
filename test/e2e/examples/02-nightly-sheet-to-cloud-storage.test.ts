import { fixture } from '../../../simulator/media/video';
import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';
import { serviceOf } from './harness/service';
import { sheetOf, waitingFor, withParameters } from './harness/standIns';
import { startStorage } from './harness/storage';
import {
	expireVideos,
	fail,
	fileOf,
	loseResponsesAndList,
	takeLong,
	withoutPrompt,
} from './harness/videos';

const SLOW_MS = 600_000;
const hailuo = simulatedN8n();
const example = exampleOf(hailuo);
const storage = serviceOf(example, 's3', startStorage);

it('Example 2 pays once for a video of each open row of a sheet, and uploads it to cloud storage, in the next run if it could not in the first', async () => {
	const done = { prompt: 'A whale', status: 'stored', taskId: 'task-unified-1700000000-a1b2c3d4' };
	const sheet = await sheetOf(
		hailuo,
		example,
		['prompt', 'status', 'taskId', 'file', 'reason'],
		[
			done,
			{},
			{ prompt: 'A forbidden train' },
			{ prompt: 'x'.repeat(2001) },
			{ prompt: 'A lost answer' },
			// An earlier run may have sent its create.
			{ prompt: 'A crash', status: 'creating' },
			{ prompt: 'A boat' },
			{ prompt: 'A slow kite' },
			{ prompt: 'An expired link' },
			{ prompt: 'A full bucket' },
		],
	);
	fail(hailuo.api, 'forbidden');
	loseResponsesAndList(hailuo.api, 'lost');
	takeLong(hailuo.api, 'slow', SLOW_MS);
	const expired = expireVideos(hailuo.api, { promptIncludes: 'expired' });
	const bucketName =
		"={{ $('Unfinished videos').item.json.prompt.includes('full') ? 'no-such-bucket' : 'my-videos' }}";

	await sheet.run({ Wait: waitingFor(2), 'Store in S3': withParameters({ bucketName }) });

	const words = [/boat/, /slow/, /expired/, /full/];
	const [boat, ...unfinished] = words.map((word) => hailuo.taskOf(word));
	const reason = (text = '') => ({ reason: expect.stringMatching(text || /./) });
	const stored = ({ id: taskId }: typeof boat) => ({
		status: 'stored',
		taskId,
		file: expect.stringContaining(`${taskId}.mp4`),
		reason: '',
	});
	const notCreated = [
		done,
		{ prompt: '', status: '', taskId: '', reason: '' },
		{ status: 'failed', taskId: hailuo.taskOf(/train/).id, ...reason('Not allowed.') },
		{ status: '', ...reason('got 2001') },
		{ status: 'unknown', ...reason('may have been accepted') },
		{ status: 'creating', taskId: '' },
	];
	expect(await sheet.rows()).toMatchObject([
		...notCreated,
		stored(boat),
		...unfinished.map(({ id: taskId }) => ({ status: 'created', taskId, ...reason() })),
	]);
	const keys = await storage.keys();
	expect(keys.map(withoutPrompt)).toEqual([fileOf(boat)]);
	const content = fixture('video.mp4');
	expect(await storage.read(keys[0])).toEqual({ type: 'video/mp4', content });

	expired.remove();
	hailuo.advance(SLOW_MS);
	await sheet.run();

	const all = [boat, ...unfinished];
	expect(await sheet.rows()).toMatchObject([...notCreated, ...all.map(stored)]);
	expect((await storage.keys()).map(withoutPrompt).sort()).toEqual(all.map(fileOf).sort());
	expect(hailuo.api.tasks).toHaveLength(6);
});
