import { cameraHints } from './cameraHints';
import { findModel } from './modelOptions';
import { MODELS, type Model } from './models';
import type { CreateBody } from './createRequest';
import { formatValue } from '../utils/format';

/** What may be other than its author thinks about a request that can be sent all the same. */
export function hintsForRequest(body: CreateBody, models: readonly Model[] = MODELS): string[] {
	const unknownModel = `The model ${formatValue(body.model)} is not known to this node, so that only the API's general limits were checked. Known: ${models.map(({ id }) => id).join(', ')}.`;
	return [
		...(findModel(body.model, models) === undefined ? [unknownModel] : []),
		...cameraHints(body.prompt ?? ''),
	];
}
