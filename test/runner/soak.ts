/* eslint-disable @n8n/community-nodes/no-restricted-globals -- development code, never shipped */

/** Whether this is `npm run test:soak`, in which all cases are run instead of a sample. */
export const isSoak = process.env.HAILUO_SOAK === 'true';

/** The seed of the samples of `npm test`; another number selects another sample. */
export const sampleSeed = Number(process.env.HAILUO_SEED ?? 1);
