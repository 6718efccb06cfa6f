/* eslint-disable @n8n/community-nodes/no-restricted-globals -- development code, never shipped */

/** Whether this is `npm run test:soak`, where tests that try many cases try all of them. */
export const isSoak = process.env.HAILUO_SOAK === 'true';

/** What `npm test` picks its sample by, instead of all cases; another number picks another one. */
export const sampleSeed = Number(process.env.HAILUO_SEED ?? 1);
