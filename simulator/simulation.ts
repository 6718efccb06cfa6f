import type { Dialect } from './api/errors';
import { completeCredits, type CreditsPlan } from './api/credits';
import { completeList, type ListPlan } from './api/listTasks';
import { Faults } from './faults/faults';
import { Recording, type RecordedRequest } from './http/recording';
import type { TaskLife } from './tasks/taskClock';
import { Tasks } from './tasks/tasks';
import { Uploads } from './files/uploads';

export interface SimulatorOptions {
	/** Of the API, on 127.0.0.1; media and files take the next two. Default 0: three free ports. */
	port?: number;
	/** Kept before `/v1/…`. Default `/apiv1`. */
	prefix?: string;
	/** The bearer keys accepted, each its own account. Default `['test-key']`. */
	keys?: readonly string[];
	/** Form of the API's errors. Default `numeric`. */
	dialect?: Dialect;
	/** What tasks live like where no plan says otherwise. */
	task?: TaskLife;
	/** False: `GET /v1/credits` is no address of this API. Default true. */
	withCredits?: boolean;
	/** False: `GET /v1/tasks` is no address of this API. Default true. */
	withTaskList?: boolean;
	/** False: `POST /v1/tasks/batch` is no address of this API. Default true. */
	withTaskBatch?: boolean;
	/** False: `Idempotency-Key` is neither read nor checked. Default true. */
	honourIdempotency?: boolean;
	/** The clock tasks live by, ms. Default `Date.now`. */
	now?: () => number;
	/** Told of each request once it is answered or its connection gone. */
	onRequestEnded?: (request: RecordedRequest) => void;
}

/** What the three servers share. */
export class Simulation {
	readonly options: Required<Omit<SimulatorOptions, 'onRequestEnded'>>;
	readonly tasks: Tasks;
	readonly recording: Recording;
	readonly faults = new Faults();
	readonly uploads = new Uploads();
	/** What the accounts have. */
	credits: CreditsPlan = {};
	/** How the accounts are listed. */
	list: ListPlan = {};
	/** Origin of the media server, known once it listens. */
	mediaUrl = '';

	constructor({ onRequestEnded, ...options }: SimulatorOptions) {
		this.options = {
			port: 0,
			prefix: '/apiv1',
			keys: ['test-key'],
			dialect: 'numeric',
			task: {},
			withCredits: true,
			withTaskList: true,
			withTaskBatch: true,
			honourIdempotency: true,
			now: Date.now,
			...options,
		};
		this.tasks = new Tasks(this.options.task, this.options.now);
		this.recording = new Recording(onRequestEnded);
	}

	get now(): number {
		return this.options.now();
	}

	/** The account's key a request bears, if it is one of ours. */
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
