const Sequencer = require('@jest/test-sequencer').default;

/**
 * The files that take longest, mostly waiting, are started first, so they do not delay the end. After
 * them jest uses its measured durations, and in a new clone the file sizes.
 */
const LONGEST = [
	'e2e/queue/faults',
	'e2e/triggerRestart',
	'e2e/queue/work',
	'e2e/examples/06-durable-wait',
	'e2e/browser/form',
	'faults/matrix',
	'faults/plan',
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
