/** The requests that tests query and fault rules match. */
export const ENDPOINTS = [
	'create',
	'read',
	'batch',
	'list',
	'credits',
	'upload',
	'download',
] as const;
export type Endpoint = (typeof ENDPOINTS)[number];

export type ServerName = 'api' | 'media' | 'files';

export interface RecordedRequest {
	/** When it arrived, ms, by the simulator's clock. */
	readonly at: number;
	readonly server: ServerName;
	/** Absent where the address is none of the API's. */
	readonly endpoint?: Endpoint;
	readonly method: string;
	readonly path: string;
	readonly query: Readonly<Record<string, unknown>>;
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	/** Parsed JSON, the text where it is not JSON, or the fields of a form; absent where none came. */
	body?: unknown;
	/**
	 * What was answered; `reset`: the simulator tore the connection; `aborted`: the client left
	 * before the end; absent: still open.
	 */
	status?: number | 'reset' | 'aborted';
	/** A fault was applied to it. */
	faulted?: true;
	/** The JSON of the answer, whatever its type is called, where one left in whole. */
	answer?: unknown;
	/** The task asked for, or made, even where the answer did not say so. */
	taskId?: string;
	/** The API key came where it must never come. */
	keyLeak?: true;
}

interface Waiter {
	readonly endpoint: Endpoint;
	readonly count: number;
	readonly resolve: (request: RecordedRequest) => void;
}

/** Every request in the order of arrival. */
export class Recording {
	private readonly records = new Set<RecordedRequest>();
	private readonly takenIn: RecordedRequest[] = [];
	private waiters: Waiter[] = [];
	private readonly open = new Set<RecordedRequest>();
	private waitingForQuiet: Array<() => void> = [];

	/** @param onEnded told of each request once it is answered or its connection gone */
	constructor(private readonly onEnded: (request: RecordedRequest) => void = () => {}) {}

	/** The head of a request has come. */
	begin(record: RecordedRequest): void {
		this.open.add(record);
	}

	add(record: RecordedRequest): void {
		this.records.add(record);
	}

	/** The request has had its effect, if any, and is about to be answered, or not. */
	tookIn(record: RecordedRequest): void {
		this.takenIn.push(record);
		const due = this.waiters.filter(
			({ endpoint, count }) => this.takenInBy(endpoint).length >= count,
		);
		this.waiters = this.waiters.filter((waiter) => !due.includes(waiter));
		for (const { resolve } of due) resolve(record);
	}

	/** The answer is through, or the connection gone. */
	end(record: RecordedRequest): void {
		this.onEnded(record);
		this.open.delete(record);
		if (this.open.size > 0) return;
		for (const resolve of this.waitingForQuiet.splice(0)) resolve();
	}

	all(): RecordedRequest[] {
		return [...this.records];
	}

	to(endpoint: Endpoint): RecordedRequest[] {
		return this.all().filter((record) => record.endpoint === endpoint);
	}

	/** Resolves with the `count`-th request to an endpoint, at once where it was there before. */
	async waitFor(endpoint: Endpoint, count: number): Promise<RecordedRequest> {
		const already = this.takenInBy(endpoint);
		if (already.length >= count) return already[count - 1];
		return await new Promise((resolve) => this.waiters.push({ endpoint, count, resolve }));
	}

	/** Resolves when every request that has begun is answered or its connection gone. */
	async quiet(): Promise<void> {
		if (this.open.size === 0) return;
		await new Promise<void>((resolve) => this.waitingForQuiet.push(resolve));
	}

	clear(): void {
		this.records.clear();
		this.takenIn.length = 0;
	}

	private takenInBy(endpoint: Endpoint): RecordedRequest[] {
		return this.takenIn.filter((record) => record.endpoint === endpoint);
	}
}
