const Sequencer = require('@jest/test-sequencer').default;

/**
 * The files that take longest, most of it waiting: begun first, they do not hold up the end. After
 * them jest goes by what it has measured, and on a fresh clone by size.
 */
const LONGEST = [
	'e2e/queue/faults',
	'e2e/triggerRestart',
	'e2e/queue/work',
	'e2e/browser/table',
	'faults/read',
	'faults/download',
	'faults/create',
	'engine/trigger.account.long',
	'engine/images',
	'engine/rule03.neverPaidTwice',
	'engine/rule04.manyItems',
];

const rank = ({ path }) => {
	const index = LONGEST.findIndex((name) => path.includes(`/test/${name}`));
	return index < 0 ? LONGEST.length : index;
};

module.exports = class LongestFirst extends Sequencer {
	async sort(tests) {
		const usual = await super.sort(tests);
		return [...usual].sort((a, b) => rank(a) - rank(b));
	}
};
