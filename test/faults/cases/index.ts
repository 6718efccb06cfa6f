import type { FaultCase } from '../case';
import { getCreditsCases, minimumCreditsCases } from './credits';
import { getManyCases } from './getMany';
import { createCases } from './create';
import { downloadCases } from './download';
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
