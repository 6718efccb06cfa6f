import type { FaultCase } from '../case';
import { createCases } from './create';
import { getCreditsCases, minimumCreditsCases } from './credits';
import { downloadCases } from './download';
import { getManyCases } from './getMany';
import { listCases } from './list';
import { readCases } from './read';
import { uploadCases } from './upload';

/** The fault matrix. */
export const CASES: readonly FaultCase[] = [
	...createCases,
	...readCases,
	...downloadCases,
	...uploadCases,
	...listCases,
	...getManyCases,
	...getCreditsCases,
	...minimumCreditsCases,
];
