import type { FaultCase } from '../case';
import { violationsOf } from '../checkCase';
import type { ItemEnd } from '../run/itemEnd';
import { beginsWithIndeterminate, itemsReportedIndeterminate } from '../visibleText';
import { affectsAllItems, ITEMS, rowsAt, type FaultPlan } from './plan';
import type { PlanObservation } from './runPlan';

/** @returns violations of what must hold in every run, whatever its faults; empty if there are none */
export function brokenInvariants(plan: FaultPlan, observed: PlanObservation): string[] {
	const { ledger, indeterminate, reported, error } = observed;
	const falselyReported = reported.filter((item) => !indeterminate.includes(item));
	// The message comes before the description, and may report the only one.
	const inMessage = itemsReportedIndeterminate([{ text: error?.message ?? '' }], ITEMS);
	const isLeft = indeterminate.some((item) => !inMessage.has(item));
	const reportsLate = error !== undefined && isLeft && !beginsWithIndeterminate(error.description);
	return [
		...violationsOf(ledger),
		...falselyReported.map((item) => `item ${item} is reported as indeterminate, but is not`),
		...unnamedCandidates(plan, observed),
		...(reportsLate ? [`the description does not begin with the indeterminate creates`] : []),
		...(plan.onError !== 'stopWorkflow' && error
			? ['an error ended the run that was to go on']
			: []),
	];
}

/** If the account can be listed, each task of an indeterminate create must be named as a candidate. */
function unnamedCandidates(plan: FaultPlan, { unreturned }: PlanObservation): string[] {
	// The list is not read while the API rate limits the run for an hour.
	if (plan.list !== 'there' || affectsAllItems(plan)) return [];
	const unnamed = unreturned.filter(({ isNamed }) => !isNamed);
	return unnamed.map(({ id }) => `nothing names ${id}, which the account shows`);
}

/** @returns differences between a run with one try and the rows of its faults */
export function issuesInEnds(plan: FaultPlan, { ends, error }: PlanObservation): string[] {
	const items = [...Array(ITEMS).keys()];
	const wrong = items.filter((item) => rowsAt(plan, item).some(endsInError));
	if (plan.onError === 'stopWorkflow') {
		if (error === undefined) return wrong.length > 0 ? ['no error ended the run'] : noVideos(ends);
		const first = Number(/^Item (\d+): /.exec(error.message)?.[1]);
		if (affectsAllItems(plan) || wrong.includes(first)) return [];
		return [`the error is of item ${first}, and those with faults are ${wrong.join(', ')}`];
	}
	const shared = affectsAllItems(plan);
	return items.flatMap((item) => {
		const end = ends[item];
		if (wrong.includes(item)) return end.is === 'error' ? [] : [`item ${item} has no error`];
		return shared || end.is === 'video'
			? []
			: [`item ${item} has no video: ${JSON.stringify(end)}`];
	});
}

function endsInError({ out }: FaultCase): boolean {
	return typeof out !== 'string';
}

function noVideos(ends: readonly ItemEnd[]): string[] {
	return ends.flatMap((end, item) => (end.is === 'video' ? [] : [`item ${item} has no video`]));
}
