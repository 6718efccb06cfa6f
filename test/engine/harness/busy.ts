import type { Simulator } from '../../../simulator';

/** Number of items of the run, all of them in progress. */
export const BUSY_ITEMS = 20;

/** A state that a run of twenty items can be in when it is stopped. */
export interface Busy {
	/** Prepares the simulator before the run starts. */
	prepare(api: Simulator): void;
	/** Resolves when the run is in the state. */
	reached(api: Simulator): Promise<unknown>;
}

export const BUSY = {
	'is sending creates': {
		prepare: (api) =>
			api.fault({ on: 'create', times: 'always', then: { hang: true, accepted: true } }),
		reached: async (api) => await api.waitForRequest('create', BUSY_ITEMS),
	},
	'is paused by Retry-After': {
		prepare: (api) =>
			api.fault({
				on: 'create',
				times: 'always',
				then: { status: 429, headers: { 'retry-after': '60' } },
			}),
		reached: allAnswered,
	},
	'has queued creates because the API is rate limited': {
		prepare: (api) => api.fault({ on: 'create', times: 'always', then: { status: 429 } }),
		reached: async (api) => await api.waitForRequest('create', BUSY_ITEMS + 1),
	},
	'waits for its first read': {
		prepare: (api) => api.plan({ durationMs: 600_000, estimatedTimeS: 600 }),
		reached: allAnswered,
	},
	'waits between two reads': {
		prepare: (api) => api.plan({ durationMs: 600_000, estimatedTimeS: 1 }),
		reached: async (api) => await api.waitForRequest('batch', 3),
	},
	'waits for the response to a read': {
		prepare: (api) => api.fault({ on: 'batch', times: 'always', then: { hang: true } }),
		reached: async (api) => await api.waitForRequest('batch'),
	},
	downloads: {
		prepare: (api) =>
			api.fault({ on: 'download', times: 'always', then: { dripBytesPerSecond: 1_000 } }),
		reached: async (api) => await api.waitForRequest('download', 3),
	},
} satisfies Record<string, Busy>;

async function allAnswered(api: Simulator): Promise<void> {
	await api.waitForRequest('create', BUSY_ITEMS);
	await api.waitForIdle();
}
