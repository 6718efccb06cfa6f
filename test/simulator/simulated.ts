import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator';

type Headers = Record<string, string>;

export const TEXT_TO_VIDEO = { model: 'MiniMax-Hailuo-02', prompt: 'A lighthouse in a storm' };

/** A User-Agent that the media server accepts. */
export const PRODUCT = { 'User-Agent': 'simulator-tests/1.0' };

/** A client of the API that returns the raw responses. */
export function clientOf({ baseUrl, filesUrl }: Pick<Simulator, 'baseUrl' | 'filesUrl'>) {
	const send = async (url: string, init: RequestInit, headers: Headers = {}) =>
		await fetch(url, {
			redirect: 'manual',
			...init,
			headers: { Authorization: 'Bearer test-key', ...headers },
		});
	const post = async (path: string, body: unknown, headers: Headers = {}) => {
		const text = typeof body === 'string' ? body : JSON.stringify(body);
		const json = { 'Content-Type': 'application/json', ...headers };
		return await send(baseUrl + path, { method: 'POST', body: text }, json);
	};

	return {
		get: async (path: string, headers?: Headers) => await send(baseUrl + path, {}, headers),
		create: async (body: unknown = TEXT_TO_VIDEO, headers?: Headers) =>
			await post('/v1/videos/generations', body, headers),
		read: async (id: string, headers?: Headers) =>
			await send(`${baseUrl}/v1/tasks/${encodeURIComponent(id)}`, {}, headers),
		batch: async (task_ids: unknown) => await post('/v1/tasks/batch', { task_ids }),
		upload: async (body: FormData | Buffer, headers?: Headers) =>
			await send(`${filesUrl}/api/v1/files/upload/stream`, { method: 'POST', body }, headers),
	};
}

export type Client = ReturnType<typeof clientOf>;

/** The JSON of a response, untyped. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests assert what is in it
export async function jsonOf(answer: Promise<Response>): Promise<any> {
	return await (await answer).json();
}

/** A simulator for one test file, with a clock that advances only by `advance`; reset before each test. */
export function simulated(options: SimulatorOptions = {}) {
	let nowMs = 1_772_618_027_000;
	let api: Simulator;
	let client: Client;
	beforeAll(async () => {
		api = await startSimulator({ now: () => nowMs, ...options });
		client = clientOf(api);
	});
	beforeEach(() => api.reset());
	afterAll(async () => await api.close());
	return {
		get api() {
			return api;
		},
		get client() {
			return client;
		},
		now: () => nowMs,
		advance: (ms: number) => void (nowMs += ms),
	};
}
