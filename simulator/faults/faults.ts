import { assertEffect, type Effect } from './effects';
import { assertKnownFields } from '../knownFields';
import { ENDPOINTS, type Endpoint } from '../http/recording';

/** Which requests get a fault, and which fault. It can be written as JSON. */
export interface FaultRule {
	on: Endpoint;
	/** Only requests of tasks whose prompt contains this. */
	promptIncludes?: string;
	/** Only this task's reads and downloads. */
	taskId?: string;
	/** Only reads that would return the completed task. */
	atCompletion?: boolean;
	/** Number of matching requests that are answered normally first. Default 0. */
	skip?: number;
	/** Number of requests that get the fault after that. Default 1. */
	times?: number | 'always';
	/** Counts `skip` and `times` separately for each task. */
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

/** The properties of a request that rules match. */
export interface Target {
	readonly endpoint: Endpoint;
	readonly prompt?: string;
	readonly taskId?: string;
	readonly completed: boolean;
}

/** An active rule. */
export interface Fault {
	readonly id: string;
	/** Number of requests it was applied to. */
	readonly hits: number;
	remove(): void;
}

class ActiveRule {
	readonly matched = new Map<string, number>();
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

	applies(target: Target): boolean {
		if (!this.matches(target)) return false;
		const { skip = 0, times = 1, perTask } = this.rule;
		const counter = perTask ? (target.taskId ?? '') : '';
		const before = this.matched.get(counter) ?? 0;
		const isHit = before >= skip && (times === 'always' || before < skip + times);
		this.matched.set(counter, before + 1);
		if (isHit) this.hits += 1;
		return isHit;
	}
}

/** The rules, in the order in which they were added: the first that applies to a request decides. */
export class Faults {
	private readonly rules = new Map<string, ActiveRule>();
	private added = 0;

	add(rule: FaultRule): Fault {
		assertKnownFields('A fault', rule, FIELDS);
		if (!ENDPOINTS.includes(rule.on)) throw new Error(`A fault is on ${ENDPOINTS.join(', ')}`);
		assertEffect(rule.then);
		const id = `fault-${++this.added}`;
		const active = new ActiveRule(rule);
		this.rules.set(id, active);
		return {
			id,
			get hits() {
				return active.hits;
			},
			remove: () => void this.rules.delete(id),
		};
	}

	/** The effect for this request, if any; the request is counted. */
	match(target: Target): Effect | undefined {
		for (const active of this.rules.values()) {
			if (active.applies(target)) return active.rule.then;
		}
		return undefined;
	}

	clear(): void {
		this.rules.clear();
	}
}
