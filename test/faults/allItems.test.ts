import { titleOf } from './case';
import { plansWithFaultOnAllItems } from './plans/allItems';
import { describePlans } from './plans/describePlans';
import { isSoak } from '../runner/soak';
import { ITEM_ROWS } from './plans/rows';
import { oneOf } from './run/sample';

/** Reads and downloads that hang take minutes, and cover nothing more on all items than on one. */
const rows = ITEM_ROWS.filter(({ where, isSlow }) => isSoak || !isSlow || where === 'create');

describePlans(
	'A run with the same fault on all five items',
	rows.map((row) => [titleOf(row), oneOf(row, plansWithFaultOnAllItems(row))]),
);
