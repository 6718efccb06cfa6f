import { fixture } from '../../../simulator/media/video';
import { fetchOnce } from '../../../tools/n8n/fetchOnce';
import { simulatedN8n } from '../harness/simulatedN8n';
import { exampleOf } from './harness/example';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);

it('Example 4 creates a video from two images in a form and redirects the form to it', async () => {
	const saved = await example.importWorkflow();
	await hailuo.n8n.activate(saved);
	const form = new FormData();
	for (const [i, name] of ['first.png', 'last.png'].entries()) {
		form.set(`field-${i}`, new Blob([fixture(name)], { type: 'image/png' }), name);
	}
	form.set('field-2', 'The day fades into night');

	const answer = await fetchOnce(`${hailuo.n8n.url}/form/hailuo-first-and-last-frame`, {
		method: 'POST',
		body: form,
	});
	const { formWaitingUrl } = (await answer.json()) as { formWaitingUrl: string };

	const [executionId] = await hailuo.n8n.executionIds(saved.id);
	await hailuo.n8n.waitUntilWaiting(executionId);
	const page = (await (await fetchOnce(formWaitingUrl)).text()).replaceAll('&#x3D;', '=');
	const [task] = hailuo.api.tasks;
	const uploads = await Promise.all(
		task.request.imageUrls.map(async (url) =>
			Buffer.from(await (await fetchOnce(url)).arrayBuffer()),
		),
	);
	expect(uploads).toEqual([fixture('first.png'), fixture('last.png')]);
	expect(task.request.prompt).toBe('The day fades into night');
	expect(page).toContain(task.videoUrl);
	await hailuo.n8n.deactivate(saved);
});
