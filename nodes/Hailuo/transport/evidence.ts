/**
 * What a request that did not succeed proves about a create, which costs money, and about a request that is
 * free; and whether the provider lacks its route. A response gets its reason in `reason.ts`, and an error
 * without a response in `networkError.ts`.
 */
const CONCLUSIONS = {
	/** There never was a connection, or the host's certificate was rejected. */
	notSent: { create: 'retry', read: 'retry' },
	/** Nothing was sent, because n8n or this node does not allow the URL. */
	blocked: { create: 'refused', read: 'permanent' },
	/** The run, or the poll of a trigger, had ended before it was sent. */
	runEnded: { create: 'refused', read: 'permanent' },
	/** The execution was stopped while it was in flight. The next attempt of a read fails with `runEnded`. */
	aborted: { create: 'indeterminate', read: 'retry' },
	rateLimited: { create: 'rateLimited', read: 'retry' },
	invalidKey: { create: 'refused', read: 'permanent' },
	noCredit: { create: 'refused', read: 'permanent' },
	forbidden: { create: 'refused', read: 'permanent' },
	invalid: { create: 'refused', read: 'permanent' },
	contentPolicy: { create: 'refused', read: 'permanent' },
	tooLarge: { create: 'refused', read: 'permanent' },
	/** The API itself says that it has no such task. */
	notFound: { create: 'refused', read: 'notFound', lacksRoute: true },
	/** The API has no such route, so Base URL is probably wrong. */
	noSuchRoute: { create: 'refused', read: 'notFound', lacksRoute: true },
	/** A 404 or 501 that does not say what is missing: the task, the route, or the API behind a proxy. */
	unclearNotFound: { create: 'indeterminate', read: 'retry', lacksRoute: true },
	/** The URL redirects to another one, which is not followed. */
	redirected: { create: 'indeterminate', read: 'permanent' },
	/** A web page, or other JSON, perhaps from another host than the API. */
	unexpectedFormat: { create: 'indeterminate', read: 'retry', lacksRoute: true },
	/** Everything else: a server error, a lost connection, an empty or truncated response. */
	unclear: { create: 'indeterminate', read: 'retry' },
} as const satisfies Record<string, Conclusions>;

interface Conclusions {
	create: CreateConclusion;
	read: ReadConclusion;
	/** For a request of an optional route: batches, the task list, or the credits. */
	lacksRoute?: true;
}

/**
 * - `retry`: the API certainly never received it
 * - `rateLimited`: not accepted now; retry later
 * - `refused`: not accepted, and a retry would not help or is no longer wanted
 * - `indeterminate`: may have been accepted and charged, so it must not be retried
 */
type CreateConclusion = 'retry' | 'rateLimited' | 'refused' | 'indeterminate';

/**
 * - `retry`: transient
 * - `notFound`: can be true for a while after a task was created
 * - `permanent`: a retry would not help or is no longer wanted
 */
type ReadConclusion = 'retry' | 'notFound' | 'permanent';

export type Reason = keyof typeof CONCLUSIONS;

export type RequestKind = 'create' | 'read' | 'upload' | 'download';

/** Why one request failed: one shape for all dialects and for the network. */
export interface RequestError {
	reason: Reason;
	/** The API's own words if there are any, without the API key, at most 500 characters. */
	message: string;
	/** What the user can do, if that does not follow from the reason. */
	suggestion?: string;
	/** HTTP status, if there was a response. */
	status?: number;
	/** The API's code, e.g. `insufficient_quota`; absent if it only repeats the status. */
	code?: string;
	/** The request field that the error is about. */
	param?: string;
	/** How long to wait before the next request, ms. */
	retryAfterMs?: number;
	/** The first 200 characters of a body that could not be parsed. */
	excerpt?: string;
	/** Where a redirect leads. */
	location?: string;
	/** The ID of a task in a response that does not prove that the task was created. */
	taskId?: string;
	/** The host that the request was sent to. */
	host?: string;
}

/** The error of a request that is not sent, since nobody needs its response any more. */
export const RUN_ENDED: RequestError = {
	reason: 'runEnded',
	message: 'The run ended before the request was sent',
};

/** What an error proves about a create, which costs money. */
export function concludeCreate({ reason }: Pick<RequestError, 'reason'>): CreateConclusion {
	return CONCLUSIONS[reason].create;
}

/** What an error proves about a read, an upload or a download, which are free. */
export function concludeRead({ reason }: Pick<RequestError, 'reason'>): ReadConclusion {
	return CONCLUSIONS[reason].read;
}

/** Whether the provider lacks the optional route of the request: batches, the task list, or the credits. */
export function lacksRoute({ reason }: Pick<RequestError, 'reason'>): boolean {
	const conclusions: Conclusions = CONCLUSIONS[reason];
	return conclusions.lacksRoute ?? false;
}
