/* eslint-disable @n8n/community-nodes/no-restricted-globals -- development code, never shipped */

/** `FAULTS=all` runs every pair and five times as many plans; otherwise they are drawn from a seed. */
export const RUNS_ALL = process.env.FAULTS === 'all';

/** Another one in each run; `FAULTS_SEED` draws those of an earlier run again. */
export const SEED = Number(process.env.FAULTS_SEED ?? Math.floor(Math.random() * 1_000_000));
