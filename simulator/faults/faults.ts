import type { Endpoint } from '../http/recording';
import type { Effect } from './effects';

/** Which requests get a fault, and which fault. */
export interface FaultRule {
	on: Endpoint;
	/** Only requests of tasks whose prompt contains this. */
	promptIncludes?: string;
	/** Only this task's reads and downloads. */
	taskId?: string;
	/** Only reads that would return the finished task, and downloads of it. */
	atCompletion?: boolean;
	/** Number of matching requests that are answered normally first. Default 0. */
	skip?: number;
	/** Number of requests that get the fault after that. Default 1. */
	times?: number | 'always';
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
	readonly isFinished: boolean;
}

/** The rules, in the order in which they were added: the first that applies to a request decides. */
export class Faults {
	/** Each rule, and the number of requests that have matched it. */
	private readonly active = new Map<FaultRule, number>();

	add(rule: FaultRule): Fault {
		// A rule can be added again, and is counted anew.
		const added = { ...rule };
		this.active.set(added, 0);
		return { remove: () => void this.active.delete(added) };
	}

	/** The effect for this request, if any; the request is counted. */
	match(target: Target): Effect | undefined {
		for (const [rule, before] of this.active) {
			if (!matches(rule, target)) continue;
			const { skip = 0, times = 1, then } = rule;
			this.active.set(rule, before + 1);
			if (before >= skip && (times === 'always' || before < skip + times)) return then;
		}
		return undefined;
	}

	clear(): void {
		this.active.clear();
	}
}

function matches(rule: FaultRule, { endpoint, prompt, taskId, isFinished }: Target): boolean {
	return (
		rule.on === endpoint &&
		(rule.promptIncludes === undefined || !!prompt?.includes(rule.promptIncludes)) &&
		(rule.taskId === undefined || rule.taskId === taskId) &&
		(!rule.atCompletion || isFinished)
	);
}
