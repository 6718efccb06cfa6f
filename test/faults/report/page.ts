import { paragraphs, table } from '../../../tools/report/markdown';
import { PLACES, type Place } from '../case';
import { addLedgers } from '../ledger';
import type { PlanResult } from '../plans/runPlans';
import type { PlanResults } from '../plans/suite';
import type { RowResult } from '../run/matrix';
import { planSections } from './plans';
import { balance, endOf, requestsTo, violations } from './words';

const PLACE_TEXTS: Record<Place, string> = {
	create: 'The only paid request.',
	read: 'A task without faults is read three times here. The first two reads return `processing`.',
	download: 'The video, from the storage host.',
	upload: 'An image from a file, before its task is created.',
	list: 'The task list of the account, read by the trigger.',
	'get many':
		'The task list of the account, read by _Get Many_ with downloads. "Middle" is the second page.',
	'get credits': 'The credits, read by _Get Credits_: one request for all items.',
	'minimum credits': 'The credits, read by _Create_ before the first create.',
};

const INTRODUCTION = `Simulated faults between n8n and the API, and their results: one row per fault and moment. \`npm run faults\` runs all cases again and writes this page. The rows are in [test/faults/cases](../test/faults/cases); \`npm test\` fails if one does not hold.

Each row was run in n8n's engine over HTTP against the simulator, with On Error = Stop, Continue and Continue (using error output), each with one item and with five items of which one got the fault: six runs, 18 items. The API did not honor \`Idempotency-Key\`, so only the node itself prevented a second charge. The text is what the user reads with On Error = Stop and one item. In all six runs the item with the fault must have the same result, and with Continue the other items must have their videos. The trigger has no On Error: its rows were run with one task and with five, and each task must be emitted once.

The **ledger** is computed from the simulator's records and n8n's output over the six runs. Each task that was charged must be _delivered_ (its video was output), _named_ (an error or item contains its ID) or _indeterminate_ (no response contained its ID, and the error of its item says that the request may have been accepted). **Unreported** counts items whose create has an unknown outcome, charged or not, that no error reports. **Violations** counts charged tasks that are none of the three, tasks paid twice, tasks named as possible results of a create that is known to have another, texts that say "not charged" although that is wrong or unknown, requests after a final response, and occurrences of the API key where it must not be. Both must be 0.`;

/** docs/faults.md */
export function faultsPage(
	results: readonly RowResult[],
	plans: PlanResults,
	date: string,
): string {
	const several = Object.values(plans).flat() as PlanResult[];
	const runs = results.reduce((sum, each) => sum + each.runs, several.length);
	const all = addLedgers(
		[...results, ...several.map(({ observed }) => observed)].map(({ ledger }) => ledger),
	);
	const open = [...results, ...several].filter(({ issues }) => issues.length > 0).length;
	return `${paragraphs(
		'# Fault matrix',
		INTRODUCTION,
		`Last run ${date}: ${results.length} rows and ${several.length} runs with several faults, ${runs} runs in all, ${open} open. Paid: ${balance(all)}. Unreported: ${all.unreported}. Violations: ${violations(all)}.`,
		...PLACES.flatMap((place) => section(place, results)),
		...planSections(plans),
	)}\n`;
}

function section(place: Place, results: readonly RowResult[]): string[] {
	const rows = results.filter(({ row }) => row.where === place);
	if (rows.length === 0) return [];
	return [
		`## ${place[0].toUpperCase()}${place.slice(1)}`,
		PLACE_TEXTS[place],
		table(
			HEAD[place],
			rows.map((result) => line(place, result)),
		),
	];
}

const COLUMNS = ['Fault', 'When', 'Rules', 'Result'];
const MONEY = ['Paid', 'Unreported', 'Violations'];
const HEAD: Record<Place, string[]> = {
	create: [...COLUMNS, 'Creates', 'Reads', ...MONEY],
	read: [...COLUMNS, 'Reads', 'Downloads', ...MONEY],
	download: [...COLUMNS, 'Reads', 'Downloads', ...MONEY],
	upload: [...COLUMNS, 'Uploads', 'Creates', ...MONEY],
	list: [...COLUMNS, 'Lists', 'Reads', ...MONEY],
	'get many': [...COLUMNS, 'Lists', 'Reads', ...MONEY],
	'get credits': [...COLUMNS, 'Credits', 'Creates', ...MONEY],
	'minimum credits': [...COLUMNS, 'Credits', 'Creates', ...MONEY],
};
const COUNTED = {
	create: ['create', 'read'],
	read: ['read', 'download'],
	download: ['read', 'download'],
	upload: ['upload', 'create'],
	list: ['list', 'read'],
	'get many': ['list', 'read'],
	'get credits': ['credits', 'create'],
	'minimum credits': ['credits', 'create'],
} as const;

function line(place: Place, result: RowResult): string[] {
	const { row, ledger } = result;
	const { message, advice } = endOf(result.shown);
	return [
		row.what,
		row.when ?? '',
		row.rules.join(', '),
		inCell(advice === '' ? message : `**${message}** ${advice}`),
		...COUNTED[place].map((each) => requestsTo(result, each)),
		balance(ledger),
		String(ledger.unreported),
		violations(ledger),
	];
}

function inCell(text: string): string {
	return text.replace(/[|<]/g, (sign) => `\\${sign}`);
}
