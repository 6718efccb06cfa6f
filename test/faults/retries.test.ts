import { describePlans } from './plans/describePlans';
import { issuesInRetry, RETRY_ROWS } from './plans/retries';

const rowOf = new Map(RETRY_ROWS.map((row) => [row.plan, row]));

describePlans(
	'A run with Retry On Fail',
	RETRY_ROWS.map(({ what, plan }) => [`${what}, ${plan.onError}`, [plan]]),
	(plan, observed) => issuesInRetry(rowOf.get(plan)!, observed),
);
