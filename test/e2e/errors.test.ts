import { logLines } from '../../tools/n8n/log';
import { simulatedN8n } from './harness/simulatedN8n';

// What each error says, and what an error item contains: test/engine.
describe('An error of the Hailuo node in a real n8n', () => {
	const hailuo = simulatedN8n();
	const prompt = 'A paper boat';

	it('has a message and a suggestion, which the editor shows', async () => {
		const data = { apiKey: 'wrong', baseUrl: hailuo.api.baseUrl };
		const hailuoApi = await hailuo.n8n.createCredential({ name: 'Wrong', type: 'hailuoApi', data });

		const { status, error } = await hailuo.run({ prompt }, { credentials: { hailuoApi } });

		expect(status).toBe('error');
		expect(error?.message).toMatch(/HTTP 401/);
		expect(error).toHaveProperty('description', expect.stringContaining('Check the API key'));
	});

	it('is logged if the API rate limits creates, which are queued until it accepts them', async () => {
		hailuo.api.fault({ on: 'create', times: 2, then: { status: 429 } });

		const { status } = await hailuo.run({ prompt });

		expect(status).toBe('success');
		expect(hailuo.api.paidTaskIds).toHaveLength(1);
		const [line] = await logLines(
			hailuo.n8n.logFile,
			'Rate limited; queued requests are sent one at a time',
		);
		expect(line).toMatch(/Node "Hailuo".*one at a time.*HTTP 429/);
	});
});
