import { assertEffect, type Effect } from './effects';
import { assertKnownFields } from '../knownFields';
import { ENDPOINTS, type Endpoint } from '../http/recording';

/** Which requests go wrong, and how. All of it can be written as JSON. */
export interface FaultRule {
	on: Endpoint;
	/** Only where the task's prompt contains this. */
	promptIncludes?: string;
	/** Only this task's reads and downloads. */
	taskId?: string;
	/** Only reads that would show the task completed. */
	atCompletion?: boolean;
	/** So many matching requests pass first. Default 0. */
	skip?: number;
	/** So many are hit after that. Default 1. */
	times?: number | 'always';
	/** Count `skip` and `times` for each task apart. */
	perTask?: boolean;
	then: Effect;
}

const FIELDS: Readonly<Record<keyof FaultRule, true>> = {
	on: true,
	promptIncludes: true,
	taskId: true,
	atCompletion: true,
	skip: true,
	times: true,
	perTask: true,
	then: true,
};

/** A request as the rules see it. */
export interface Target {
	readonly endpoint: Endpoint;
	readonly prompt?: string;
	readonly taskId?: string;
	readonly completed: boolean;
}

/** A rule at work. */
export interface Fault {
	readonly id: string;
	/** How often it has struck. */
	readonly hits: number;
	remove(): void;
}

class LiveRule {
	readonly seen = new Map<string, number>();
	hits = 0;

	constructor(readonly rule: FaultRule) {}

	matches({ endpoint, prompt, taskId, completed }: Target): boolean {
		const { rule } = this;
		return (
			rule.on === endpoint &&
			(rule.promptIncludes === undefined || !!prompt?.includes(rule.promptIncludes)) &&
			(rule.taskId === undefined || rule.taskId === taskId) &&
			(!rule.atCompletion || completed)
		);
	}

	strikes(target: Target): boolean {
		if (!this.matches(target)) return false;
		const { skip = 0, times = 1, perTask } = this.rule;
		const counter = perTask ? (target.taskId ?? '') : '';
		const before = this.seen.get(counter) ?? 0;
		const strikes = before >= skip && (times === 'always' || before < skip + times);
		this.seen.set(counter, before + 1);
		if (strikes) this.hits += 1;
		return strikes;
	}
}

/** The rules, asked in the order they were added: the first that strikes decides. */
export class Faults {
	private readonly rules = new Map<string, LiveRule>();
	private added = 0;

	add(rule: FaultRule): Fault {
		assertKnownFields('A fault', rule, FIELDS);
		if (!ENDPOINTS.includes(rule.on)) throw new Error(`A fault is on ${ENDPOINTS.join(', ')}`);
		assertEffect(rule.then);
		const id = `fault-${++this.added}`;
		const live = new LiveRule(rule);
		this.rules.set(id, live);
		return {
			id,
			get hits() {
				return live.hits;
			},
			remove: () => void this.rules.delete(id),
		};
	}

	/** The effect that hits this request, which is counted. */
	strike(target: Target): Effect | undefined {
		for (const live of this.rules.values()) {
			if (live.strikes(target)) return live.rule.then;
		}
		return undefined;
	}

	clear(): void {
		this.rules.clear();
	}
}
