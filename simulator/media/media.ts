import { meaningOf, Refusal, type ApiError } from '../api/errors';
import { bodyOf, type Answer } from '../http/answer';
import { Host, type Handler } from '../http/host';
import type { Simulator } from '../simulator';
import { fixture, videoOf } from './video';

const LINK_LIFE_MS = 24 * 60 * 60 * 1000;
const LIBRARY_DEFAULT =
	/^(n8n|node|undici|(axios|node-fetch|got|python-requests|Go-http-client)\/.*)$/i;

const file = (contentType: string, body: Answer['body'], status = 200): Answer => ({
	status,
	headers: { 'content-type': contentType },
	body,
});

function refusal({ status, message = meaningOf(status) }: ApiError): Answer {
	const xml = `<?xml version="1.0"?><Error><Code>${status}</Code><Message>${message}</Message></Error>`;
	return file('application/xml', bodyOf(xml), status);
}

/** The storage host of the videos: another origin, which must never receive the API key. */
export function buildMedia(simulator: Simulator): Host {
	const { store, options, uploads } = simulator;
	const host = new Host(simulator, { server: 'media', bodyLimit: 1024, refusal });

	const withoutKey =
		(answer: Handler): Handler =>
		(record, content) => {
			const { headers, query } = record;
			const sent = JSON.stringify([headers, query]);
			if (headers.authorization === undefined && !options.keys.some((key) => sent.includes(key))) {
				return answer(record, content);
			}
			record.keyLeak = true;
			throw new Refusal({ status: 400, message: 'No credentials here' });
		};

	const video = withoutKey(({ headers, query, taskId = '' }) => {
		const reject = (status: number, message?: string): never => {
			throw new Refusal({ status, message });
		};
		const agent = headers['user-agent'];
		if (!agent || LIBRARY_DEFAULT.test(String(agent))) {
			reject(403, 'The User-Agent names no product');
		}
		const task = store.find(taskId) ?? reject(404);
		const isExpired = simulator.now - task.createdAtMs > LINK_LIFE_MS;
		if (query.token !== task.token || isExpired) reject(403, 'The link is not valid');
		if (store.stateOf(task).status !== 'completed') reject(404);
		return file('video/mp4', videoOf(task.behavior.videoBytes));
	});

	const upload = withoutKey(({ path }) => {
		const stored = uploads.get(path);
		if (!stored) throw new Refusal({ status: 404 });
		return file(stored.contentType, bodyOf(stored.content));
	});

	const path = '/videos/(?<taskId>[^/]+)\\.mp4';
	host.on('GET', path, video, 'download');
	host.on('HEAD', path, video);
	host.on('GET', '/uploads/.+', upload);
	for (const name of ['first.png', 'last.png']) {
		const image = file('image/png', bodyOf(fixture(name)));
		host.on(
			'GET',
			`/images/${name}`,
			withoutKey(() => image),
		);
	}
	return host;
}
