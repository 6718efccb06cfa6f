import fc from 'fast-check';

import { fixture } from '../../../simulator/media/video';
import { contentOf } from '../../../tools/engine/binaryStore';
import { forwardTo, internet } from '../harness/internet';
import { simulated } from '../harness/simulatedNode';
import { urlOf, privateHost } from './privateUrls';
import { FC_PARAMETERS } from './hostileRuns';

const MP4 = fixture('video.mp4');
const PUBLIC_API = 'http://api.example/apiv1';
const STORAGE = 'http://storage.example';

describe('Video URLs from the provider', () => {
	const node = simulated({ withTaskBatch: false });
	const net = internet();
	beforeAll(() => {
		net.add('api.example', forwardTo(new URL(node.api.baseUrl).origin));
		net.add('storage.example', ({ url = '' }, response) => {
			const to = new URL(url).searchParams.get('to');
			if (to === null) response.writeHead(200, { 'content-type': 'video/mp4' }).end(MP4);
			else response.writeHead(302, { location: to }).end();
		});
	});

	/** Downloads each URL as the video of a separate task. */
	async function download(urls: readonly string[], baseUrl = PUBLIC_API) {
		node.api.addTasks({ count: urls.length });
		const ids = node.api.tasks.map(({ id }) => id);
		urls.forEach((url, index) => {
			const then = { patch: { results: [url] } };
			node.api.fault({ on: 'read', taskId: ids[index], times: 'always', then });
		});
		const { items } = await node.run({
			parameters: { resource: 'video', operation: 'getStatus', downloadVideo: true },
			items: ids.map((taskId) => ({ taskId })),
			node: { onError: 'continueRegularOutput' },
			baseUrl,
			clockSpeed: 60,
		});
		const outside = net.requested.filter((url) => !url.startsWith(PUBLIC_API));
		return { ids, items, outside };
	}

	const redirectTo = (url: string) => `${STORAGE}/video?to=${encodeURIComponent(url)}`;

	it.each([
		['directly', (url: string) => url, 'points', 0],
		['by a redirect', redirectTo, 'redirects', 1],
	])('are refused if they point to a private network, %s', async (_, wrap, verb, requests) => {
		// More of them: test/unit/utils/url.privateHost.test.ts.
		const { seed } = FC_PARAMETERS;
		// A header cannot contain other characters.
		const urls = fc
			.sample(urlOf(privateHost), { seed, numRuns: 60 })
			.filter((url) => /^[ -~]+$/.test(url) || requests === 0);

		const { ids, items, outside } = await download(urls.map(wrap));

		const accepted = urls.filter((_url, index) => {
			const { error, details } = items[index].json as { error: string; details: object };
			return !(
				error.startsWith(
					`The video of task ${ids[index]} is ready, but could not be downloaded: The video URL ${verb} to a private network (`,
				) &&
				error.includes(
					`Video URL: ${wrap(urls[index])}. It was not requested. Ask your provider`,
				) &&
				(details as { videoUrl: string }).videoUrl === wrap(urls[index])
			);
		});
		expect(accepted).toEqual([]);
		expect(outside).toHaveLength(requests * urls.length);
		expect(outside.every((url) => url.startsWith(STORAGE))).toBe(true);
	});

	it.each([
		'data:video/mp4;base64,AAAA',
		'ftp://storage.example/v.mp4',
		'file:///etc/passwd',
		'v.mp4',
	])('are refused if they are not http or https: %s', async (url) => {
		const { items, outside } = await download([url, redirectTo(url)]);

		expect(items[0].json.error).toContain(
			`The video URL points to "${url}", which is not http or https`,
		);
		// A redirect may be relative.
		if (url === 'v.mp4') expect(items[1].binary?.data).toBeDefined();
		else expect(items[1].json.error).toContain(`The video URL redirects to "${url}"`);
		expect(outside.every((url) => url.startsWith(STORAGE))).toBe(true);
	});

	it('are shortened in the error if they contain the whole video', async () => {
		const { items } = await download([`data:video/mp4;base64,${'A'.repeat(1_000_000)}`]);

		expect(String(items[0].json.error).length).toBeLessThan(1_000);
	});

	it('are downloaded over up to five redirects to public hosts', async () => {
		const chain = (times: number): string =>
			times === 0 ? `${STORAGE}/video` : redirectTo(chain(times - 1));

		const { items } = await download([chain(0), chain(5), chain(6)]);

		expect(items.map(({ binary }) => binary !== undefined)).toEqual([true, true, false]);
		expect(items[2].json.error).toContain('Too many redirects');
	});

	it('are refused if a public name resolves to a private address', async () => {
		net.addresses.set('rebind.example', '169.254.169.254');

		const { items, outside } = await download(['http://rebind.example/v.mp4']);

		expect(items[0].json.error).toContain('to a private network (rebind.example)');
		expect(outside).toEqual([]);
	});

	it.each([
		['an IP address', '10.0.0.5'],
		['a name that resolves to one', 'own.example'],
	])(
		'are downloaded from the private network of Base URL if it is given as %s',
		async (_, host) => {
			net.addresses.set('own.example', '10.0.0.5');
			net.add(host, forwardTo(new URL(node.api.baseUrl).origin));
			net.add('10.0.0.6', (_request, response) => void response.end(MP4));

			const { items } = await download(['http://10.0.0.6/v.mp4'], `http://${host}/apiv1`);

			expect(contentOf(items[0].binary!.data).equals(MP4)).toBe(true);
		},
	);
});
