import type { ErrorShape } from './api/errorShapes';
import { completeCredits, completeList, type CreditsPlan, type ListPlan } from './api/plans';
import { Faults } from './faults/faults';
import { Recording, type RecordedRequest } from './http/recording';
import type { TaskBehavior } from './tasks/taskClock';
import { Tasks } from './tasks/tasks';
import { Uploads } from './files/uploads';

export interface SimulatorOptions {
	/** Port of the API on 127.0.0.1; the storage and file hosts use the next two. Default 0: three free ports. */
	port?: number;
	/** Path prefix of `/v1/…`. Default `/apiv1`. */
	prefix?: string;
	/** The accepted API keys, each with its own account. Default `['test-key']`. */
	keys?: readonly string[];
	/** Serves the API over TLS, with a certificate of its own (`Simulator.certificate`). Default false. */
	tls?: boolean;
	/** Format of the API's errors. Default `numeric`. */
	errorShape?: ErrorShape;
	/**
	 * Response to a path that the API does not have: its 404, the 404 of OpenAI-compatible gateways,
	 * or a web page. Default `error`.
	 */
	unknownRoute?: 'error' | 'invalidUrl' | 'page';
	/** Behavior of tasks without a plan. */
	task?: TaskBehavior;
	/** False: `GET /v1/credits` does not exist. Default true. */
	withCredits?: boolean;
	/** False: `GET /v1/tasks` does not exist. Default true. */
	withTaskList?: boolean;
	/** False: `POST /v1/tasks/batch` does not exist. Default true. */
	withTaskBatch?: boolean;
	/** False: `Idempotency-Key` is ignored. Default true. */
	honorIdempotency?: boolean;
	/** The clock of tasks, records and the header `Date`, ms. Default `Date.now`. */
	now?: () => number;
	/** Called for each request after its response was sent or its connection closed. */
	onRequestEnded?: (request: RecordedRequest) => void;
}

/** An option that is undefined has its default. */
function withoutUndefined<T extends object>(options: T): T {
	const entries = Object.entries(options).filter(([, value]) => value !== undefined);
	return Object.fromEntries(entries) as T;
}

/** The state that the three servers share. */
export class Simulation {
	readonly options: Required<Omit<SimulatorOptions, 'onRequestEnded'>>;
	readonly tasks: Tasks;
	readonly recording: Recording;
	readonly faults = new Faults();
	readonly uploads = new Uploads();
	/** Credits of the accounts and keys. */
	credits: CreditsPlan = {};
	/** How the tasks of the accounts are listed. */
	list: ListPlan = {};
	/** Origin of the media server; set once it listens. */
	mediaUrl = '';

	constructor({ onRequestEnded, ...options }: SimulatorOptions) {
		this.options = {
			port: 0,
			prefix: '/apiv1',
			keys: ['test-key'],
			tls: false,
			errorShape: 'numeric',
			unknownRoute: 'error',
			task: {},
			withCredits: true,
			withTaskList: true,
			withTaskBatch: true,
			honorIdempotency: true,
			now: Date.now,
			...withoutUndefined(options),
		};
		this.tasks = new Tasks(this.options.task, this.options.now);
		this.recording = new Recording(onRequestEnded);
	}

	get now(): number {
		return this.options.now();
	}

	/** The API key of a request, if it is an accepted one. */
	keyIn(authorization: string | undefined): string | undefined {
		const key = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
		return this.options.keys.find((known) => known === key);
	}

	planCredits(plan: CreditsPlan): void {
		this.credits = completeCredits(plan);
	}

	planList(plan: ListPlan): void {
		this.list = completeList(plan);
	}

	reset(): void {
		this.credits = {};
		this.list = {};
		this.tasks.clear();
		this.recording.clear();
		this.faults.clear();
		this.uploads.clear();
	}
}
