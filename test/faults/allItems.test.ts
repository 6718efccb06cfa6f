import { titleOf } from './case';
import { allHitBy } from './plans/allItems';
import { describePlans } from './plans/describePlans';
import { isSoak } from '../runner/soak';
import { ITEM_ROWS } from './plans/rows';

/** Reads and downloads that hang take minutes, and say nothing new where all items meet them. */
const rows = ITEM_ROWS.filter(({ where, isSlow }) => isSoak || !isSlow || where === 'create');

describePlans(
	'All five items hit by the same fault',
	rows.map((row) => [titleOf(row), allHitBy(row)]),
);
