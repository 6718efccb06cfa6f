import { describePlans, type Groups } from './plans/describePlans';
import { RUNS_ALL, SEED } from './plans/howMany';
import { allPairs, planOfPair, SECOND_PLACES, somePairs } from './plans/pairs';
import { QUICK_ROWS } from './plans/rows';

const groups: Groups = SECOND_PLACES.map((second) => {
	const pairs = RUNS_ALL ? allPairs(QUICK_ROWS, second) : somePairs(QUICK_ROWS, second, SEED);
	return [`create × ${second}`, pairs.map((pair, index) => planOfPair(pair, SEED + index))];
});

describePlans(`Two faults in one run (FAULTS_SEED=${SEED})`, groups);
