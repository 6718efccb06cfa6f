import { Refusal, type ErrorShape } from './api/errors';
import { Faults, type Fault, type FaultRule } from './faults/faults';
import { Recording, type RecordedRequest } from './http/recording';
import { videoUrl } from './tasks/taskAnswers';
import type { TaskBehavior } from './tasks/taskClock';
import { Tasks, type EarlierTasks, type TaskPlan } from './tasks/tasks';

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

const DEFAULTS = {
	port: 0,
	prefix: '/apiv1',
	keys: ['test-key'] as readonly string[],
	tls: false,
	errorShape: 'numeric' as ErrorShape,
	task: {} as TaskBehavior,
	withCredits: true,
	withTaskList: true,
	withTaskBatch: true,
	honorIdempotency: true,
	now: Date.now,
};

/** An option that is undefined has its default. */
function withoutUndefined<T extends object>(options: T): T {
	const entries = Object.entries(options).filter(([, value]) => value !== undefined);
	return Object.fromEntries(entries) as T;
}

/** Initial credits of the accounts and their keys. Tasks that did not fail are deducted. */
export interface CreditsPlan {
	/** Of each account. Default 10 000. */
	account?: number;
	/** Of each key; null: no limit of its own. Default: the credits of the account. */
	key?: number | null;
	/** Daily limit of a key, as reported by newer providers. Default: not reported. */
	dailyLimit?: number;
}

export interface UploadedFile {
	readonly contentType: string;
	readonly content: Buffer;
}

/** The state that the three servers share, and what tests plan and ask. */
export class Simulator extends Recording {
	// For the servers; tests use what follows.
	readonly options: typeof DEFAULTS;
	readonly store: Tasks;
	readonly faults = new Faults();
	/** The files that the file host has received and the media server serves, by path. */
	readonly uploads = new Map<string, UploadedFile>();
	credits: CreditsPlan = {};

	/** URL of the API with its prefix, as a user enters it in the credential. */
	baseUrl = '';
	/** Origin of the media server. */
	mediaUrl = '';
	/** Origin of the file host. */
	filesUrl = '';
	/** The certificate of the API (PEM) with the option `tls`, for clients that should trust it. */
	certificate?: string;
	/** Stops the servers and closes all their connections. */
	close = async (): Promise<void> => undefined;

	constructor({ onRequestEnded, ...options }: SimulatorOptions) {
		super(onRequestEnded);
		this.options = { ...DEFAULTS, ...withoutUndefined(options) };
		this.store = new Tasks(this.options.task, this.options.now);
	}

	get now(): number {
		return this.options.now();
	}

	/** The API key of a request; throws a Refusal if it is not an accepted one. */
	keyOf({ headers }: RecordedRequest): string {
		const sent = /^Bearer (\S+)$/i.exec(String(headers.authorization))?.[1];
		const key = this.options.keys.find((known) => known === sent);
		if (key === undefined) throw new Refusal({ status: 401 });
		return key;
	}

	/** All tasks with their current status and progress, in order of creation. */
	get tasks() {
		return this.store.all().map((task) => ({
			...task,
			...this.store.stateOf(task),
			/** Its video URL once it is completed. */
			videoUrl: videoUrl(this.mediaUrl, task),
		}));
	}

	/** IDs of the tasks that cost money: all that did not fail. */
	get paidTaskIds(): string[] {
		return this.store.paid().map(({ id }) => id);
	}

	/** Plans the behavior of the next tasks that match. The latest matching plan applies. */
	plan(plan: TaskPlan): void {
		this.store.plan(plan);
	}

	/** Sets the credits of the accounts and their keys. */
	planCredits(plan: CreditsPlan): void {
		this.credits = plan;
	}

	/** Adds existing tasks to an account, without requests. */
	addTasks(earlier: EarlierTasks): void {
		this.store.addEarlier({ key: this.options.keys[0], ...earlier });
	}

	/** Creates a task like another client of the first account, and returns its ID. */
	async createTask(prompt = 'A paper boat', model = 'MiniMax-Hailuo-02'): Promise<string> {
		const [key] = this.options.keys;
		const response = await fetch(`${this.baseUrl}/v1/videos/generations`, {
			method: 'POST',
			headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
			body: JSON.stringify({ model, prompt }),
		});
		return ((await response.json()) as { id: string }).id;
	}

	/** Adds a fault rule. The first rule that applies to a request decides. */
	fault(rule: FaultRule): Fault {
		return this.faults.add(rule);
	}

	/** Deletes all requests, tasks, plans, credits, faults and uploads. */
	reset(): void {
		this.credits = {};
		this.store.clear();
		this.forgetRequests();
		this.faults.clear();
		this.uploads.clear();
	}
}

/** A task as tests see it. */
export type SimulatedTask = Simulator['tasks'][number];
