import { describePlans } from './plans/describePlans';
import { sampleSeed } from '../runner/soak';
import { SECOND_PLACES } from './plans/pairs';
import { pairPlans } from './plans/suite';

describePlans(
	`Two faults in one run (HAILUO_SEED=${sampleSeed})`,
	SECOND_PLACES.map((second) => [`create × ${second}`, pairPlans(second)]),
);
