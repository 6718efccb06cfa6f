import { simulatedN8n } from '../harness/simulatedN8n';
import { eventually } from '../../../tools/browser/eventually';
import { editorIn } from './harness/editor';

const FIELDS = ['prompt', 'firstFrameUrl', 'lastFrameUrl', 'imageUrls', 'quality', 'duration'];

describe('The node in the editor', () => {
	const hailuo = simulatedN8n();
	const editor = editorIn(hailuo);

	async function openHailuo(parameters = {}): Promise<void> {
		const { id } = await hailuo.n8n.createWorkflow(hailuo.flow(parameters).build());
		await editor.openWorkflow(id);
	}

	const expectFields = async (fields: string[]) =>
		await eventually(async () => expect(await editor.shown(FIELDS)).toEqual(fields));

	it('shows the fields of the selected mode, and keeps entered values', async () => {
		await openHailuo({ prompt: 'A paper boat' });
		await editor.openNode('Hailuo');
		await expectFields(['prompt', 'quality', 'duration']);
		expect(await editor.choices('quality')).toEqual(['768p', '1080p']);

		await editor.choose('mode', 'Image to Video');
		await expectFields(['prompt', 'firstFrameUrl', 'quality', 'duration']);
		expect(await editor.choices('quality')).toEqual(['512p', '768p', '1080p']);

		await editor.choose('mode', 'First and Last Frame');
		await expectFields(['prompt', 'firstFrameUrl', 'lastFrameUrl', 'quality', 'duration']);
		expect(await editor.choices('duration')).toEqual(['6 Seconds', '10 Seconds']);

		await editor.choose('quality', '1080p');
		expect(await editor.choices('duration')).toEqual(['6 Seconds']);

		await editor.choose('mode', 'Text to Video');
		const prompt = editor.page.locator('[data-test-id="parameter-input-prompt"] textarea');
		await eventually(async () => expect(await prompt.inputValue()).toBe('A paper boat'));
	});

	it('plays the created video in the output panel after the first click, with default settings', async () => {
		await openHailuo({ prompt: 'A paper boat' });
		await editor.openNode('Hailuo');

		await editor.execute();
		const output = editor.byTestId('output-panel');
		await output.getByRole('button', { name: 'View' }).click();

		const video = output.locator('video');
		await video.waitFor();
		const { seconds, width, height } = await video.evaluate(untilItPlays);
		expect(seconds).toBeGreaterThan(0);
		expect(width).toBeGreaterThan(height);
	});

	it('says that a pending video is already paid for, and how to get it', async () => {
		await openHailuo({ prompt: 'A paper boat', waitForCompletion: false });
		await editor.openNode('Hailuo');

		await editor.execute();

		await editor
			.byTestId('output-panel')
			.getByText(/already paid for.*operation Wait.*Executing this node again charges another/)
			.waitFor();
	});

	it('creates no other video when only the next step is executed', async () => {
		const next = { parameters: { operation: 'wait' }, credentials: hailuo.credentials };
		const flow = hailuo
			.flow({ prompt: 'A paper boat', waitForCompletion: false })
			.node('Wait', 'n8n-nodes-hailuo.hailuo', next);
		await editor.openWorkflow((await hailuo.n8n.createWorkflow(flow.build())).id);
		const output = editor.byTestId('output-panel');
		await editor.openNode('Hailuo');
		await editor.execute();
		await output.getByText('pending').waitFor();
		await editor.closeNode();

		await editor.openNode('Wait');
		await editor.execute();
		await output.getByRole('button', { name: 'View' }).waitFor();

		expect(hailuo.api.tasks).toHaveLength(1);
	});

	it('reports why a task failed and what to do', async () => {
		hailuo.api.plan({ outcome: { code: 'image_processing_error', message: 'Cannot read it.' } });
		await openHailuo({ prompt: 'A paper boat' });
		await editor.openNode('Hailuo');

		await editor.execute();

		const { message, description } = await editor.error();
		expect(message).toContain('Cannot read it. (image_processing_error)');
		expect(description).toContain('Its URL must be public');
	});
});

interface VideoElement {
	currentTime: number;
	videoWidth: number;
	videoHeight: number;
	addEventListener(event: string, listener: () => void): void;
}

/** Runs in the page: resolves when playback has passed the first frame, with the size of the picture, px. */
const untilItPlays = async (element: VideoElement) =>
	await new Promise<{ seconds: number; width: number; height: number }>((resolve) => {
		element.addEventListener('timeupdate', () => {
			const { currentTime: seconds, videoWidth: width, videoHeight: height } = element;
			if (seconds > 0) resolve({ seconds, width, height });
		});
	});
