import { describePlans } from './plans/describePlans';
import { sampleSeed } from '../runner/soak';
import { SECOND_PLACES } from './plans/pairs';
import { pairPlans } from './plans/suite';

describePlans(
	`A run with two faults (HAILUO_SEED=${sampleSeed})`,
	SECOND_PLACES.map((second) => [`at a create and a ${second}`, pairPlans(second)]),
);
