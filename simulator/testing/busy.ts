import type { Simulator } from '../index';

/** How many items the states are made for, all of them at work at once. */
export const BUSY_ITEMS = 20;

/** Something that a run of twenty items can be at when it is stopped. */
export interface Busy {
	/** Before the run. */
	prepare(api: Simulator): void;
	/** Resolves when the run is at it. */
	reached(api: Simulator): Promise<unknown>;
}

export const BUSY = {
	'is sending creates': {
		prepare: (api) =>
			api.fault({ on: 'create', times: 'always', then: { hang: true, accepted: true } }),
		reached: async (api) => await api.requestArrives('create', BUSY_ITEMS),
	},
	'rests because the API asks for it': {
		prepare: (api) =>
			api.fault({
				on: 'create',
				times: 'always',
				then: { status: 429, headers: { 'retry-after': '60' } },
			}),
		reached: allAnswered,
	},
	'stands in line because the API takes no more': {
		prepare: (api) => api.fault({ on: 'create', times: 'always', then: { status: 429 } }),
		reached: async (api) => await api.requestArrives('create', BUSY_ITEMS + 1),
	},
	'waits for its first read': {
		prepare: (api) => api.plan({ durationMs: 600_000, estimatedTimeS: 600 }),
		reached: allAnswered,
	},
	'waits between two reads': {
		prepare: (api) => api.plan({ durationMs: 600_000, estimatedTimeS: 1 }),
		reached: async (api) => await api.requestArrives('batch', 3),
	},
	'reads, and no answer comes': {
		prepare: (api) => api.fault({ on: 'batch', times: 'always', then: { hang: true } }),
		reached: async (api) => await api.requestArrives('batch'),
	},
	downloads: {
		prepare: (api) =>
			api.fault({ on: 'download', times: 'always', then: { dripBytesPerSecond: 1_000 } }),
		reached: async (api) => await api.requestArrives('download', 3),
	},
} satisfies Record<string, Busy>;

async function allAnswered(api: Simulator): Promise<void> {
	await api.requestArrives('create', BUSY_ITEMS);
	await api.requestsEnd();
}
