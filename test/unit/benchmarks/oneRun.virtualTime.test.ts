import { runs, simulateRun } from '../../../benchmarks/scaling/oneRun';

/** The figures of one run of the node's own code, in virtual time; all rows are in docs/scaling.md. */
describe('A run in virtual time', () => {
	const run = (name: string) => runs.find((one) => one.name === name)!;

	it.each([
		['300, no progress, batches', { meanS: 6, worstS: 12, requests: 1.3 }],
		['300, no progress, no batches', { meanS: 20, worstS: 70, requests: 6 }],
		['300, even progress, batches', { meanS: 2, worstS: 6, requests: 1.3 }],
		['300, even progress, no batches', { meanS: 6, worstS: 60, requests: 6 }],
		['300, uneven progress, batches', { meanS: 8, worstS: 17, requests: 1.3 }],
		['20, uneven progress, no batches', { meanS: 8.5, worstS: 17, requests: 17 }],
		['20 of 180 s each, even progress, no batches', { meanS: 2.5, worstS: 5, requests: 15 }],
		['9 of 180 s each, of which 3 may be unfinished', { meanS: 2.5, worstS: 4, requests: 15 }],
		['1 beside a create with Retry-After: 3600', { meanS: 3, worstS: 3, requests: 8 }],
	])('sees the end of each video in time, and sends few requests: %s', async (name, most) => {
		const { lagsMs, requests = 0, mostInAS } = await simulateRun(run(name));

		const meanS = lagsMs.reduce((sum, ms) => sum + ms, 0) / lagsMs.length / 1_000;
		expect(meanS).toBeLessThanOrEqual(most.meanS);
		expect(Math.max(...lagsMs) / 1_000).toBeLessThanOrEqual(most.worstS);
		expect(requests / run(name).videos.length).toBeLessThanOrEqual(most.requests);
		expect(mostInAS).toBeLessThanOrEqual(5);
	});
});
