import { titleOf } from './case';
import { allHitBy } from './plans/allItems';
import { describePlans } from './plans/describePlans';
import { ITEM_ROWS } from './plans/rows';

describePlans(
	'All five items hit by the same fault',
	ITEM_ROWS.map((row) => [titleOf(row), allHitBy(row)]),
);
