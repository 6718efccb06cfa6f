import { describePlans } from './plans/describePlans';
import { SEED } from './plans/howMany';
import { SECOND_PLACES } from './plans/pairs';
import { pairPlans } from './plans/suite';

describePlans(
	`Two faults in one run (FAULTS_SEED=${SEED})`,
	SECOND_PLACES.map((second) => [`create × ${second}`, pairPlans(second)]),
);
