import { waitFor } from '../waitFor';
import { fetchOnce } from './fetchOnce';

/** Long, like all timeouts in this folder, since the machine may be busy. */
const REQUEST_TIMEOUT_MS = 150_000;

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
	/** Gets any path of this n8n and returns the bytes. */
	bytes(path: string): Promise<Buffer>;
}

/** Makes OWNER the owner of a new n8n, or logs in if the owner exists. */
export async function logIn(url: string): Promise<Session> {
	const post = async (path: string, body: object) =>
		await send(`${url}/rest/${path}`, 'POST', body);
	// n8n before 2.20 reports that it is ready shortly before its routes exist.
	const setup = await waitFor('the routes of n8n', async () => {
		const answer = await post('owner/setup', OWNER);
		return [404, 503].includes(answer.status) ? undefined : answer;
	});
	const { email: emailOrLdapLoginId, password } = OWNER;
	const answer = setup.ok ? setup : await post('login', { emailOrLdapLoginId, password });
	const cookies = answer.headers.getSetCookie().map((line) => line.split(';')[0]);
	return openSession(url, cookies.join('; '));
}

/** A session with the cookie of an earlier login: n8n allows five logins a minute. */
export function openSession(url: string, cookie: string): Session {
	const request = async (path: string, method = 'GET', body?: object) => {
		const answer = await send(url + path, method, body, { cookie });
		if (answer.ok) return answer;
		const text = (await answer.text()).slice(0, 2000);
		throw new Error(`n8n answered ${answer.status} to ${method} ${path}: ${text}`);
	};
	return {
		cookie,
		async call<T>(method: string, path: string, body?: object) {
			const answer = await request(`/rest/${path}`, method, body);
			return ((await answer.json()) as { data: T }).data;
		},
		bytes: async (path) => Buffer.from(await (await request(path)).arrayBuffer()),
	};
}

const send = async (url: string, method: string, body?: object, headers = {}) =>
	await fetchOnce(url, {
		method,
		headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
		body: body && JSON.stringify(body),
		signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
	});
