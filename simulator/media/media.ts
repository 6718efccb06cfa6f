import type { FastifyRequest } from 'fastify';

import { bytes, type Answer } from '../http/answer';
import { meaningOf, Refusal, type ApiError } from '../api/errors';
import { Host, type Handler } from '../http/host';
import type { RecordedRequest } from '../http/recording';
import type { Simulation } from '../simulation';
import { fixture, videoOf } from './video';

const LINK_LIFE_MS = 24 * 60 * 60 * 1000;
const LIBRARY_DEFAULT =
	/^(n8n|node|undici|(axios|node-fetch|got|python-requests|Go-http-client)\/.*)$/i;
const IMAGES = ['first.png', 'last.png'];

function refusal({ status, message = meaningOf(status) }: ApiError): Answer {
	const xml = `<?xml version="1.0"?><Error><Code>${status}</Code><Message>${message}</Message></Error>`;
	return { status, headers: { 'content-type': 'application/xml' }, body: bytes(Buffer.from(xml)) };
}

/** The storage host of the videos: another origin, which must never receive the API key. */
export function buildMedia(simulation: Simulation): Host {
	const host = new Host(simulation, { server: 'media', bodyLimit: 1024, refusal });

	const leaksKey = ({ headers, url }: FastifyRequest) =>
		headers.authorization !== undefined ||
		simulation.options.keys.some((key) => `${url} ${JSON.stringify(headers)}`.includes(key));

	const withoutKey =
		(handle: Handler): Handler =>
		(request, record) => {
			if (!leaksKey(request)) return handle(request, record);
			record.keyLeak = true;
			throw new Refusal({ status: 400, message: 'No credentials here' });
		};

	const video = ({ headers, query }: FastifyRequest, { taskId }: RecordedRequest): Answer => {
		const agent = headers['user-agent'];
		if (!agent || LIBRARY_DEFAULT.test(agent)) {
			throw new Refusal({ status: 403, message: 'The User-Agent names no product' });
		}
		const task = simulation.tasks.find(taskId ?? '');
		if (!task) throw new Refusal({ status: 404 });
		const { token } = query as { token?: string };
		const ageMs = simulation.now - task.createdAtMs;
		if (token !== task.token || ageMs > LINK_LIFE_MS)
			throw new Refusal({ status: 403, message: 'The link is not valid' });
		if (simulation.tasks.stateOf(task).status !== 'completed') throw new Refusal({ status: 404 });
		return {
			status: 200,
			headers: { 'content-type': 'video/mp4' },
			body: videoOf(task.behavior.videoBytes),
		};
	};

	const upload: Handler = (_request, { path }) => {
		const file = simulation.uploads.find(path);
		if (!file) throw new Refusal({ status: 404 });
		return {
			status: 200,
			headers: { 'content-type': file.contentType },
			body: bytes(file.content),
		};
	};

	const path = '/videos/:taskId.mp4';
	host.on({ method: 'GET', path, endpoint: 'download' }, withoutKey(video));
	host.on({ method: 'HEAD', path }, withoutKey(video));
	host.on({ method: 'GET', path: '/uploads/*' }, withoutKey(upload));
	for (const image of IMAGES) {
		const body = bytes(fixture(image));
		const answer = { status: 200, headers: { 'content-type': 'image/png' }, body };
		host.on(
			{ method: 'GET', path: `/images/${image}` },
			withoutKey(() => answer),
		);
	}
	return host;
}
