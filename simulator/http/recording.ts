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

export interface RecordedRequest {
	/** Time of arrival, ms, by the simulator's clock. */
	readonly at: number;
	readonly server: 'api' | 'media' | 'files';
	/** Absent for an unknown path. */
	readonly endpoint?: Endpoint;
	readonly method: string;
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	/** Parsed JSON, the text if it is not JSON, or the fields of a form; absent without a body. */
	body?: unknown;
	/**
	 * Status of the response; `reset`: the simulator closed the connection; `aborted`: the client
	 * disconnected before the end; absent: still open.
	 */
	status?: number | 'reset' | 'aborted';
	/** A fault was applied to it. */
	faulted?: true;
	/** The JSON of the response, whatever its content type, if it was sent completely. */
	answer?: unknown;
	/** ID of the requested or created task, even if the response did not contain it. */
	taskId?: string;
	/** The response was sent completely and contained that ID, in its body or `Location`. */
	namesTask?: true;
	/** The request sent the API key to a server that must not receive it. */
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
	private readonly handled: RecordedRequest[] = [];
	private waiters: Waiter[] = [];
	private readonly open = new Set<RecordedRequest>();
	private idleWaiters: Array<() => void> = [];

	/** @param onEnded called for each request after its response was sent or its connection closed */
	constructor(private readonly onEnded: (request: RecordedRequest) => void = () => {}) {}

	/** Call it when the headers of a request have arrived. */
	begin(record: RecordedRequest): void {
		this.open.add(record);
	}

	add(record: RecordedRequest): void {
		this.records.add(record);
	}

	/** Call it when the request has taken effect, or will not; its response follows, if any. */
	markHandled(record: RecordedRequest): void {
		this.handled.push(record);
		const due = this.waiters.filter(
			({ endpoint, count }) => this.handledAt(endpoint).length >= count,
		);
		this.waiters = this.waiters.filter((waiter) => !due.includes(waiter));
		for (const { resolve } of due) resolve(record);
	}

	/** Call it when the response was sent or the connection closed. */
	end(record: RecordedRequest): void {
		this.onEnded(record);
		this.open.delete(record);
		if (this.open.size > 0) return;
		for (const resolve of this.idleWaiters.splice(0)) resolve();
	}

	all(): RecordedRequest[] {
		return [...this.records];
	}

	to(endpoint: Endpoint): RecordedRequest[] {
		return this.all().filter((record) => record.endpoint === endpoint);
	}

	/** Resolves with the `count`-th request to an endpoint, at once if it has arrived before. */
	async waitFor(endpoint: Endpoint, count: number): Promise<RecordedRequest> {
		const already = this.handledAt(endpoint);
		if (already.length >= count) return already[count - 1];
		return await new Promise((resolve) => this.waiters.push({ endpoint, count, resolve }));
	}

	/** Resolves when no request is open: each response was sent or its connection closed. */
	async waitForIdle(): Promise<void> {
		if (this.open.size === 0) return;
		await new Promise<void>((resolve) => this.idleWaiters.push(resolve));
	}

	clear(): void {
		this.records.clear();
		this.handled.length = 0;
	}

	private handledAt(endpoint: Endpoint): RecordedRequest[] {
		return this.handled.filter((record) => record.endpoint === endpoint);
	}
}
