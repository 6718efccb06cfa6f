import type { AcceptedRequest } from './api/createRequest';
import type { CreditsPlan, ListPlan } from './api/plans';
import type { Fault, FaultRule } from './faults/faults';
import type { Endpoint, RecordedRequest } from './http/recording';
import type { TaskStatus } from './tasks/taskClock';
import type { EarlierTasks, TaskPlan } from './tasks/tasks';

/** A task as tests see it. */
export interface SimulatedTask {
	readonly id: string;
	readonly status: TaskStatus;
	readonly request: AcceptedRequest;
	/** The JSON body that was sent. */
	readonly sentBody: unknown;
	readonly idempotencyKey?: string;
	readonly createdAtMs: number;
	/** Its video URL once it is completed. */
	readonly videoUrl: string;
}

export interface Simulator {
	/** URL of the API with its prefix, as a user enters it in the credential. */
	readonly baseUrl: string;
	/** The certificate of the API (PEM) with the option `tls`, for clients that should trust it. */
	readonly certificate?: string;
	/** Origin of the media server. */
	readonly mediaUrl: string;
	/** Origin of the file host. */
	readonly filesUrl: string;
	/** All requests so far, in order of arrival. */
	readonly requests: RecordedRequest[];
	/** All tasks with their current status, in order of creation. */
	readonly tasks: SimulatedTask[];
	/** IDs of the tasks that cost money: all that did not fail. */
	readonly paidTaskIds: string[];
	/** Requests that sent the API key to the media server. */
	readonly keyLeaks: RecordedRequest[];
	requestsTo(endpoint: Endpoint): RecordedRequest[];
	/** Resolves once the `count`-th (default: first) request to an endpoint has taken effect. */
	waitForRequest(endpoint: Endpoint, count?: number): Promise<RecordedRequest>;
	/** Resolves when no request is open: each response was sent, or its connection closed. */
	waitForIdle(): Promise<void>;
	/** Plans the behavior of the next tasks that match. The latest matching plan applies. */
	plan(plan: TaskPlan): void;
	/** Sets the credits of the accounts and their keys. */
	planCredits(plan: CreditsPlan): void;
	/** Sets how the tasks of an account are listed. */
	planList(plan: ListPlan): void;
	/** Adds existing tasks to an account, without requests. */
	addTasks(tasks: EarlierTasks): void;
	/** Adds a fault rule. The first rule that applies to a request decides. */
	fault(rule: FaultRule): Fault;
	/** Deletes all requests, tasks, plans, credits, faults and uploads, and resets the list. */
	reset(): void;
	/** Stops the servers and closes all their connections. */
	close(): Promise<void>;
}
