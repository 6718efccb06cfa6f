import type { Simulator } from '../index';

type Headers = Record<string, string>;

export const TEXT_TO_VIDEO = { model: 'MiniMax-Hailuo-02', prompt: 'A lighthouse in a storm' };

/** A User-Agent that the media server accepts. */
export const PRODUCT = { 'User-Agent': 'simulator-tests/1.0' };

/** A client of the API that returns the raw responses. */
export function clientOf({ baseUrl, filesUrl }: Pick<Simulator, 'baseUrl' | 'filesUrl'>) {
	const auth = { Authorization: 'Bearer test-key' };
	const get = async (path: string, headers: Headers = {}, signal?: AbortSignal) =>
		await fetch(baseUrl + path, { headers: { ...auth, ...headers }, signal, redirect: 'manual' });
	const post = async (url: string, body: string | FormData | Buffer, headers: Headers = {}) =>
		await fetch(url, {
			method: 'POST',
			body,
			headers: { ...auth, ...headers },
			redirect: 'manual',
		});
	const json = { 'Content-Type': 'application/json' };

	return {
		get,
		create: async (body: unknown = TEXT_TO_VIDEO, headers?: Headers) =>
			await post(
				`${baseUrl}/v1/videos/generations`,
				typeof body === 'string' ? body : JSON.stringify(body),
				{ ...json, ...headers },
			),
		read: async (taskId: string, headers?: Headers) => await get(`/v1/tasks/${taskId}`, headers),
		batch: async (taskIds: unknown, headers?: Headers) =>
			await post(`${baseUrl}/v1/tasks/batch`, JSON.stringify({ task_ids: taskIds }), {
				...json,
				...headers,
			}),
		upload: async (form: FormData | Buffer, headers?: Headers) =>
			await post(`${filesUrl}/api/v1/files/upload/stream`, form, headers),
	};
}

export type Client = ReturnType<typeof clientOf>;

/** The JSON of a response, untyped. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests assert what is in it
export async function jsonOf(answer: Response | Promise<Response>): Promise<any> {
	return await (await answer).json();
}

/** Creates a task and returns its ID. */
export async function createdId(client: Client, body?: unknown): Promise<string> {
	const { id } = await jsonOf(client.create(body));
	return id as string;
}

/** A clock that advances only by `advance`. */
export function stoppedClock(atMs = 1_772_618_027_000) {
	let nowMs = atMs;
	return {
		now: () => nowMs,
		advance: (ms: number) => {
			nowMs += ms;
		},
	};
}
