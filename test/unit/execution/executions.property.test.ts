import fc from 'fast-check';

import { sampleSeed } from '../../runner/soak';
import { VirtualN8n, type Execution, type Outcome } from './virtualN8n';
import { CREATE_FAULTS, READ_FAULTS, VirtualProvider, type Faults } from './virtualProvider';

const SAMPLE = { numRuns: 150, seed: sampleSeed };

const faults: fc.Arbitrary<Faults> = fc.record({
	creates: fc.array(fc.constantFrom(...CREATE_FAULTS), { maxLength: 8 }),
	reads: fc.array(fc.constantFrom(...READ_FAULTS), { maxLength: 8 }),
});

/** A run of the node, and the editor's Retries of it. */
const nodePlan = fc.record({
	honorsKey: fc.boolean(),
	items: fc.integer({ min: 1, max: 3 }),
	/** The first execution ends before anything is sent. */
	isFirstInvalid: fc.boolean(),
	onError: fc.constantFrom('stopWorkflow' as const, 'continueRegularOutput' as const),
	maxTries: fc.integer({ min: 1, max: 3 }),
	faults,
	retries: fc.array(
		fc.record({
			/** Which of the failed executions is retried. */
			of: fc.nat({ max: 3 }),
			/** The process is killed: n8n saves nothing. */
			isKilled: fc.boolean(),
			/** The saved workflow has become invalid. */
			isInvalid: fc.constantFrom(false, false, true),
		}),
		{ minLength: 1, maxLength: 4 },
	),
});

/** The turns of a model that calls the tool, and an agent that fails and is retried by the user. */
const agentPlan = fc.record({
	turns: fc.array(fc.array(fc.constantFrom('A boat', 'A kite'), { minLength: 1, maxLength: 3 }), {
		minLength: 1,
		maxLength: 2,
	}),
	/** The calls of a turn are executed at once, as in version 2, or one after the other. */
	isParallel: fc.boolean(),
	/** The number of turns after which the model fails, in each execution but the last. */
	failsAfter: fc.array(fc.nat({ max: 4 }), { maxLength: 2 }),
	faults,
});

const textOf = (outcome: Outcome) =>
	'error' in outcome ? outcome.error : JSON.stringify(outcome.items.map(({ json }) => json));

/** The ID of the completed video that a call returned, if any. */
function deliveredBy(outcome: Outcome): string | undefined {
	const json = 'items' in outcome ? outcome.items[0].json : {};
	return json.status === 'completed' ? String(json.taskId) : undefined;
}

/** The model repeats no call whose create has an unknown outcome, as the error says. */
const mayRepeat = (outcome: Outcome) => !/may have been accepted/.test(textOf(outcome));

describe("Executions that retry each other with the editor's Retry", () => {
	afterEach(() => jest.restoreAllMocks());

	it(`pay each video once, and name each paid task (HAILUO_SEED=${sampleSeed})`, async () => {
		const property = fc.asyncProperty(nodePlan, async (plan) => {
			const { honorsKey, items, isFirstInvalid, onError, maxTries, retries } = plan;
			const provider = new VirtualProvider(honorsKey, plan.faults);
			const n8n = new VirtualN8n(provider);
			const call = {
				prompts: [...Array(items).keys()].map((index) => `Boat ${index}.`),
				node: { onError, retryOnFail: maxTries > 1, maxTries },
			};
			const failed: Execution[] = [];
			const first = { of: 0, isKilled: false, isInvalid: isFirstInvalid };
			for (const { of, isKilled, isInvalid } of [first, ...retries]) {
				// Without the key, only the latest execution knows all tasks.
				const retried = honorsKey ? failed[of % failed.length] : failed.at(-1);
				if (isKilled && !honorsKey) continue;
				const execution = n8n.start(retried);
				const returnedBefore = provider.returned.length;
				const parameters = { duration: isInvalid ? 7 : 6 };

				const outcome = await n8n.run(execution, { ...call, parameters });

				const returned = provider.returned.slice(returnedBefore);
				if (isKilled) {
					// The log is all that is left.
					for (const id of provider.chargedOf(returned)) {
						expect(execution.log.join('\n')).toContain(id);
					}
					continue;
				}
				const stored = JSON.stringify(execution.nodeContext);
				const known = provider.returned.filter((id) => stored.includes(id));
				for (const id of provider.chargedOf([...returned, ...known])) {
					expect(textOf(outcome)).toContain(id);
				}
				if (!('error' in outcome)) break;
				failed.push(execution);
			}

			const charged = provider.charged.map(({ prompt }) => prompt);
			expect(charged).toHaveLength(new Set(charged).size);
		});
		await fc.assert(property, SAMPLE);
	});

	it(`pay once for each call that a model makes (HAILUO_SEED=${sampleSeed})`, async () => {
		const property = fc.asyncProperty(agentPlan, async ({ turns, isParallel, ...plan }) => {
			const provider = new VirtualProvider(false, plan.faults);
			const n8n = new VirtualN8n(provider);
			const node = { type: 'hailuoTool' };
			const wanted = turns.flat();
			let execution: Execution | undefined;
			let delivered: string[] = [];
			let texts = '';
			for (const failsAfter of [...plan.failsAfter, Infinity]) {
				execution = n8n.start(execution);
				delivered = [];
				let turnsLeft = failsAfter;
				for (const turn of turns) {
					for (let prompts = turn; prompts.length > 0 && turnsLeft > 0; turnsLeft -= 1) {
						const calls = prompts.map((prompt) => ({ prompts: [prompt], node }));
						const outcomes = await n8n.call(execution, calls, isParallel);
						texts += outcomes.map(textOf).join('\n');
						delivered.push(...outcomes.flatMap((outcome) => deliveredBy(outcome) ?? []));
						prompts = prompts.filter((_, index) => {
							const outcome = outcomes[index];
							return deliveredBy(outcome) === undefined && mayRepeat(outcome);
						});
					}
				}
			}

			expect(delivered).toHaveLength(new Set(delivered).size);
			expect(provider.charged.length).toBeLessThanOrEqual(wanted.length);
			for (const id of provider.chargedOf(provider.returned)) expect(texts).toContain(id);
			if (!plan.faults.creates.includes('lost')) expect(delivered).toHaveLength(wanted.length);
		});
		await fc.assert(property, SAMPLE);
	});
});
