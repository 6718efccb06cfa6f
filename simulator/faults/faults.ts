import type { Endpoint } from '../http/recording';
import type { Effect } from './effects';

/** Which requests get a fault, and which fault. */
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

/** The properties of a request that rules match. */
export interface Target {
	readonly endpoint: Endpoint;
	readonly prompt?: string;
	readonly taskId?: string;
	readonly completed: boolean;
}

/** An active rule. */
export class Fault {
	/** Number of requests it was applied to. */
	hits = 0;
	/** Number of matching requests, by task with `perTask`. */
	private readonly matched = new Map<string | undefined, number>();

	constructor(
		private readonly rule: FaultRule,
		/** Ends it. */
		readonly remove: () => void,
	) {}

	/** Whether a request gets the fault; a matching request is counted. */
	applies(target: Target): boolean {
		if (!this.matches(target)) return false;
		const { skip = 0, times = 1, perTask } = this.rule;
		const counter = perTask ? target.taskId : undefined;
		const before = this.matched.get(counter) ?? 0;
		this.matched.set(counter, before + 1);
		const isHit = before >= skip && (times === 'always' || before < skip + times);
		if (isHit) this.hits += 1;
		return isHit;
	}

	get effect(): Effect {
		return this.rule.then;
	}

	private matches({ endpoint, prompt, taskId, completed }: Target): boolean {
		const { rule } = this;
		return (
			rule.on === endpoint &&
			(rule.promptIncludes === undefined || !!prompt?.includes(rule.promptIncludes)) &&
			(rule.taskId === undefined || rule.taskId === taskId) &&
			(!rule.atCompletion || completed)
		);
	}
}

/** The rules, in the order in which they were added: the first that applies to a request decides. */
export class Faults {
	private readonly active = new Set<Fault>();

	add(rule: FaultRule): Fault {
		const fault: Fault = new Fault(rule, () => void this.active.delete(fault));
		this.active.add(fault);
		return fault;
	}

	/** The effect for this request, if any; the request is counted. */
	match(target: Target): Effect | undefined {
		return [...this.active].find((fault) => fault.applies(target))?.effect;
	}

	clear(): void {
		this.active.clear();
	}
}
