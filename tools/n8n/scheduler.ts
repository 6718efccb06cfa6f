/** n8n checks for due polls every few seconds; with these variables every second. */
const quick = { N8N_SCHEDULER_EXECUTOR_INTERVAL: '1', N8N_SCHEDULER_MATERIALIZATION_INTERVAL: '1' };
const scheduler = { N8N_SCHEDULER_ENABLED: 'true', ...quick };
const durablePolls = { ...scheduler, N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true' };
const durableCursors = { ...durablePolls, N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true' };

/** n8n's schedulers for polling triggers, with the variables that select them. */
export const SCHEDULERS: Array<[name: string, env: Record<string, string>]> = [
	['no scheduler', {}],
	['the scheduler', scheduler],
	['the scheduler and durable polls', durablePolls],
	['the scheduler, durable polls and durable cursors', durableCursors],
];
