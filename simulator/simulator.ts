import type { AcceptedRequest } from './api/createRequest';
import type { CreditsPlan } from './api/credits';
import type { ListPlan } from './api/listTasks';
import type { Fault, FaultRule } from './faults/faults';
import type { Endpoint, RecordedRequest } from './http/recording';
import type { TaskStatus } from './tasks/taskClock';
import type { EarlierTasks, TaskPlan } from './tasks/tasks';

/** A task as tests see it. */
export interface SimulatedTask {
	readonly id: string;
	readonly status: TaskStatus;
	readonly request: AcceptedRequest;
	/** The JSON as it came. */
	readonly sentBody: unknown;
	readonly idempotencyKey?: string;
	readonly createdAtMs: number;
	/** Where its video lies once it is completed. */
	readonly videoUrl: string;
}

/** What was spent, and what must not have happened. */
export interface Ledger {
	/** IDs of the tasks that cost money: all that did not fail. */
	readonly paid: string[];
	/** Requests that brought the API key to the media server. */
	readonly keyLeaks: RecordedRequest[];
}

export interface Simulator {
	/** Address of the API with its prefix, as a user puts it into the credential. */
	readonly baseUrl: string;
	/** Origin of the media server. */
	readonly mediaUrl: string;
	/** Origin of the file host. */
	readonly filesUrl: string;
	/** All requests so far, in the order of arrival. */
	readonly requests: RecordedRequest[];
	/** All tasks made, in order, as they stand now. */
	readonly tasks: SimulatedTask[];
	requestsTo(endpoint: Endpoint): RecordedRequest[];
	/** Resolves once the `count`-th (default first) request to an endpoint has had its effect. */
	requestArrives(endpoint: Endpoint, count?: number): Promise<RecordedRequest>;
	/** Resolves when no request is open any more: each is answered, or its connection gone. */
	requestsEnd(): Promise<void>;
	/** Says how the next tasks that fit live and end; the latest plan that fits wins. */
	plan(plan: TaskPlan): void;
	/** Says what the accounts and their keys have. */
	planCredits(plan: CreditsPlan): void;
	/** Says in which order the tasks of an account are listed. */
	planList(plan: ListPlan): void;
	/** Puts tasks into an account as if they had been made before, without requests. */
	addTasks(tasks: EarlierTasks): void;
	/** Makes requests go wrong; the first rule added that strikes decides. */
	fault(rule: FaultRule): Fault;
	ledger(): Ledger;
	/** Forgets requests, tasks, plans, credits, the order of the list, faults and uploads. */
	reset(): void;
	/** Ends the servers and all their connections. */
	close(): Promise<void>;
}
