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

/** An active rule. */
export interface Fault {
	/** Ends it. */
	remove(): void;
}

/** The properties of a request that rules match. */
interface Target {
	readonly endpoint: Endpoint;
	readonly prompt?: string;
	readonly taskId?: string;
	readonly completed: boolean;
}

/** The rules, in the order in which they were added: the first that applies to a request decides. */
export class Faults {
	/** Each rule, and the number of requests that have matched it, by task with `perTask`. */
	private readonly active = new Map<FaultRule, Map<string | undefined, number>>();

	add(rule: FaultRule): Fault {
		// A rule can be added again, and is counted anew.
		const added = { ...rule };
		this.active.set(added, new Map());
		return { remove: () => void this.active.delete(added) };
	}

	/** The effect for this request, if any; the request is counted. */
	match(target: Target): Effect | undefined {
		for (const [rule, matched] of this.active) {
			if (!matches(rule, target)) continue;
			const { skip = 0, times = 1, perTask, then } = rule;
			const counter = perTask ? target.taskId : undefined;
			const before = matched.get(counter) ?? 0;
			matched.set(counter, before + 1);
			if (before >= skip && (times === 'always' || before < skip + times)) return then;
		}
		return undefined;
	}

	clear(): void {
		this.active.clear();
	}
}

function matches(rule: FaultRule, { endpoint, prompt, taskId, completed }: Target): boolean {
	return (
		rule.on === endpoint &&
		(rule.promptIncludes === undefined || !!prompt?.includes(rule.promptIncludes)) &&
		(rule.taskId === undefined || rule.taskId === taskId) &&
		(!rule.atCompletion || completed)
	);
}
