/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import axios, { type AxiosInstance, type AxiosRequestConfig } from 'axios';

/** Long, like all timeouts in this folder, since the machine may be busy. */
const REQUEST_TIMEOUT_MS = 150_000;
/** n8n before 2.20 reports that it is ready shortly before its routes exist. */
const ROUTES_TIMEOUT_MS = 150_000;

/** The owner of the n8n under test; also the login of the demo. */
export const OWNER = {
	email: 'owner@example.org',
	firstName: 'Test',
	lastName: 'Owner',
	password: 'Hailuo-02-demo',
};

/** A logged-in user of n8n's internal REST API. */
export interface Session {
	/** The login cookie as `name=value`, for browsers and other REST clients. */
	cookie: string;
	/** Calls `/rest/<path>` and returns the `data` of the response. */
	call<T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<T>;
	/** Calls any URL of this n8n and returns the bytes. */
	bytes(path: string, params?: Record<string, string>): Promise<Buffer>;
}

/** Makes OWNER the owner of a new n8n, or logs in if the owner exists. */
export async function logIn(url: string): Promise<Session> {
	const http = client(url);
	const setUp = async () =>
		await http.post('/rest/owner/setup', OWNER, { validateStatus: () => true });
	const end = Date.now() + ROUTES_TIMEOUT_MS;
	let setup = await setUp();
	while ([404, 503].includes(setup.status) && Date.now() < end) {
		await delay(100);
		setup = await setUp();
	}
	const answer =
		setup.status === 200
			? setup
			: await http.post('/rest/login', {
					emailOrLdapLoginId: OWNER.email,
					password: OWNER.password,
				});
	const cookie = (answer.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ');
	return openSession(url, cookie);
}

/** A session with the cookie of an earlier login: n8n allows five logins a minute. */
export function openSession(url: string, cookie: string): Session {
	const http = client(url, cookie);
	return {
		cookie,
		async call(method, path, data) {
			const answer = await send(http, { method, url: `/rest/${path}`, data });
			return answer.data.data;
		},
		async bytes(path, params) {
			const answer = await send(http, { url: path, params, responseType: 'arraybuffer' });
			return Buffer.from(answer.data);
		},
	};
}

const client = (baseURL: string, cookie?: string): AxiosInstance =>
	axios.create({
		baseURL,
		timeout: REQUEST_TIMEOUT_MS,
		proxy: false,
		// n8n may close a kept-alive connection just as the next call starts.
		httpAgent: new Agent({ keepAlive: false }),
		headers: cookie ? { cookie } : {},
	});

/** An AxiosError contains only the status code; this adds n8n's response. */
async function send(http: AxiosInstance, request: AxiosRequestConfig) {
	const answer = await http.request({ ...request, validateStatus: () => true });
	if (answer.status < 400) return answer;
	const body = Buffer.isBuffer(answer.data) ? answer.data.toString() : JSON.stringify(answer.data);
	const what = `${request.method ?? 'GET'} ${request.url}`;
	throw new Error(`n8n answered ${answer.status} to ${what}: ${body.slice(0, 2000)}`);
}
