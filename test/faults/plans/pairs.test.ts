import fc from 'fast-check';

import { titleOf, type FaultCase } from '../case';
import { anyPlan } from './anyPlan';
import { allPairs, planOfPair, SECOND_PLACES, somePairs } from './pairs';
import { planText } from './plan';
import { ITEM_ROWS, KINDS, kindOf, QUICK_ROWS } from './rows';

const titlesOf = (rows: readonly FaultCase[]) => rows.map(titleOf).sort();
const each = (pairs: ReadonlyArray<readonly [FaultCase, FaultCase]>) => [...new Set(pairs.flat())];
const count = (where: string) => QUICK_ROWS.filter((row) => row.where === where).length;

describe('The rows for pairs', () => {
	it('include every kind of fault', () => {
		expect([...new Set(ITEM_ROWS.map(kindOf))].sort()).toEqual([...KINDS].sort());
	});
});

describe.each(SECOND_PLACES)('Pairs of a create and a %s', (second) => {
	const all = allPairs(QUICK_ROWS, second);
	const some = somePairs(QUICK_ROWS, second, 7);

	it('are complete', () => {
		const creates = count('create');
		const expected = second === 'create' ? (creates * (creates - 1)) / 2 : creates * count(second);
		expect(all).toHaveLength(expected);
	});

	it('contain each fault at least once in a sample', () => {
		const wanted = QUICK_ROWS.filter(({ where }) => where === 'create' || where === second);
		expect(titlesOf(each(some))).toEqual(titlesOf(wanted));
		expect(some.length).toBeLessThan(all.length / 10);
	});

	it('have different faults on different items', () => {
		for (const [index, pair] of some.entries()) {
			expect(titleOf(pair[0])).not.toBe(titleOf(pair[1]));
			const [a, b] = planOfPair(pair, index).faults;
			expect(a.item).not.toBe(b.item);
		}
	});

	it('are reproducible by their seed', () => {
		const plans = (seed: number) =>
			somePairs(QUICK_ROWS, second, seed).map((pair, index) =>
				planText(planOfPair(pair, seed + index)),
			);
		expect(plans(7)).toEqual(plans(7));
		expect(plans(7)).not.toEqual(plans(8));
	});
});

describe('Random plans of a seed', () => {
	it('are the plans that fast-check generates for the seed and their index', async () => {
		const [first, second] = fc.sample(anyPlan, { seed: 7, numRuns: 2 }).map(planText);
		const texts: string[] = [];
		const property = fc.property(anyPlan, (plan) => void texts.push(planText(plan)));
		fc.check(property, { seed: 7, path: '1', numRuns: 1 });
		fc.check(property, { seed: 7, path: '0', numRuns: 1 });
		expect(texts).toEqual([second, first]);
	});
});
