import { simulatedN8n } from '../harness/simulatedN8n';
import { editorIn } from './harness/editor';

describe('An execution in the editor', () => {
	const hailuo = simulatedN8n();
	const prompt = 'A paper boat';
	const fourMovements = `${prompt} [Shake,Zoom in,Pan left,Tilt up]`;
	const editor = editorIn(hailuo, () =>
		hailuo
			.branches({
				Video: { prompt },
				Failing: { prompt },
				Pending: { prompt: fourMovements, waitForCompletion: false },
				Create: { prompt, waitForCompletion: false },
			})
			.node('Wait', 'n8n-nodes-hailuo.hailuo', {
				parameters: { operation: 'wait' },
				credentials: hailuo.credentials,
			}),
	);
	const output = () => editor.byTestId('output-panel');

	it('plays the created video in the output panel after the first click, with default settings', async () => {
		await editor.openNode('Video');

		await editor.execute();
		await output().getByRole('button', { name: 'View' }).click();

		const video = output().locator('video');
		await video.waitFor();
		const { seconds, width, height } = await video.evaluate(untilItPlays);
		expect(seconds).toBeGreaterThan(0);
		expect(width).toBeGreaterThan(height);
	});

	it('shows hints, such as that a pending video is already paid for', async () => {
		await editor.openNode('Pending');

		await editor.execute();

		await output()
			.getByText(/already paid for.*operation Wait.*Executing this node again charges another/)
			.waitFor();
		await output().getByText('contains 4 camera movements').waitFor();
	});

	it('creates no other video when only the next step is executed', async () => {
		await editor.openNode('Create');
		await editor.execute();
		await output().getByText('pending').waitFor();
		await editor.closeNode();

		await editor.openNode('Wait');
		await editor.execute();
		await output().getByRole('button', { name: 'View' }).waitFor();

		expect(hailuo.api.tasks).toHaveLength(1);
	});

	it('reports why a task failed and what to do', async () => {
		hailuo.api.plan({ outcome: { code: 'image_processing_error', message: 'Cannot read it.' } });
		await editor.openNode('Failing');

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
