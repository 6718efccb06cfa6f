/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { EventEmitter, once } from 'node:events';

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

/** The requests of all servers. Tests ask; the servers call `begin`, `add`, `markHandled` and `end`. */
export class Recording {
	private readonly records: RecordedRequest[] = [];
	private readonly handled: RecordedRequest[] = [];
	private readonly open = new Set<RecordedRequest>();
	private readonly changes = new EventEmitter();

	/** @param onEnded called for each request after its response was sent or its connection closed */
	constructor(private readonly onEnded: (request: RecordedRequest) => void = () => {}) {
		this.changes.setMaxListeners(0);
	}

	/** Call it when the headers of a request have arrived. */
	begin(record: RecordedRequest): void {
		this.open.add(record);
	}

	/** Call it when the whole request has arrived. */
	add(record: RecordedRequest): void {
		this.records.push(record);
	}

	/** Call it when the request has taken effect, or will not; its response follows, if any. */
	markHandled(record: RecordedRequest): void {
		this.handled.push(record);
		this.changes.emit('change');
	}

	/** Call it when the response was sent or the connection closed. */
	end(record: RecordedRequest): void {
		this.onEnded(record);
		this.open.delete(record);
		this.changes.emit('change');
	}

	/** All requests so far, in order of arrival. */
	get requests(): RecordedRequest[] {
		return [...this.records];
	}

	requestsTo(endpoint: Endpoint): RecordedRequest[] {
		return this.requests.filter((request) => request.endpoint === endpoint);
	}

	/** Requests that sent the API key to the media server. */
	get keyLeaks(): RecordedRequest[] {
		return this.requests.filter(({ keyLeak }) => keyLeak);
	}

	/** Resolves once the `count`-th (default: first) request to an endpoint has taken effect. */
	async waitForRequest(endpoint: Endpoint, count = 1): Promise<RecordedRequest> {
		for (;;) {
			const found = this.handled.filter((record) => record.endpoint === endpoint)[count - 1];
			if (found) return found;
			await once(this.changes, 'change');
		}
	}

	/** Resolves when no request is open: each response was sent or its connection closed. */
	async waitForIdle(): Promise<void> {
		while (this.open.size > 0) await once(this.changes, 'change');
	}

	protected forgetRequests(): void {
		this.records.length = 0;
		this.handled.length = 0;
	}
}
