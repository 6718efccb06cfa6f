import type { FastifyRequest } from 'fastify';

import type { RecordedRequest } from '../http/recording';
import type { Simulation } from '../simulation';

/** A request with an accepted API key. */
export interface ApiCall {
	readonly simulation: Simulation;
	readonly key: string;
	readonly request: FastifyRequest;
	readonly record: RecordedRequest;
}
