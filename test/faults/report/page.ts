import { paragraphs, table } from '../../../tools/report/markdown';
import { PLACES, type Place } from '../case';
import { addLedgers } from '../ledger';
import type { PlanResult } from '../plans/runPlans';
import type { PlanResults } from '../plans/suite';
import type { RowResult } from '../run/matrix';
import { planSections } from './plans';
import { balance, endOf, requestsTo, violations } from './words';

const PLACE_TEXTS: Record<Place, string> = {
	create: 'The request that costs money.',
	read: 'A healthy task is read three times here: the first two reads find it processing.',
	download: 'The video, from the storage host.',
	upload: 'An image from a file, before its task is made.',
	list: 'The list of the account’s tasks, read by the trigger.',
	'get many':
		'The list of the account’s tasks, read by _Get Many_ with downloads; "middle" is its second page.',
	'get credits': 'The credits, read by _Get Credits_: once for all items.',
	'minimum credits': 'The credits, read by _Create_ before it creates anything.',
};

const INTRODUCTION = `What goes wrong between n8n and the API, and what comes out: one row for each fault, at each moment. \`npm run faults\` runs all of it again and writes this page; the rows are in [test/faults/cases](../test/faults/cases), and \`npm test\` fails where one does not hold.

Every row ran on n8n's real engine over real HTTP against the simulator, with On Error = Stop, Continue and Continue (using error output), each with one item and with five of which one was hit: six runs, 18 items. The API did not honour \`Idempotency-Key\`, so that nothing but the node kept a task from being paid twice. The text is what the user reads with On Error = Stop and one item; in all six runs the item hit must come to the same, and with Continue the others must have their videos. The trigger knows no On Error: its rows ran with one task and with five, and each task must come, once.

The **ledger** is drawn from what the simulator saw and what n8n gave, over the six runs. Every task that the API charged for must be _delivered_ (its video came out), _named_ (an error or item has its ID), or _unclear_ (the API told nobody its ID; the error says of its item that it may have been accepted). **Untold** counts items with an indeterminate create, charged or not, that no error tells of. **Wrong** counts tasks that are none of the three, were paid twice or are named as what they are not, texts that say "not charged" where that is not so, requests after an answer that settled the matter, and places that saw the API key but must not. Both must be 0.`;

/** docs/faults.md */
export function faultsPage(
	results: readonly RowResult[],
	plans: PlanResults,
	date: string,
): string {
	const several = Object.values(plans).flat() as PlanResult[];
	const runs = results.reduce((sum, each) => sum + each.runs, several.length);
	const all = addLedgers(
		[...results, ...several.map(({ seen }) => seen)].map(({ ledger }) => ledger),
	);
	const open = [...results, ...several].filter(({ issues }) => issues.length > 0).length;
	return `${paragraphs(
		'# What goes wrong, and what comes out',
		INTRODUCTION,
		`Last run ${date}: ${results.length} rows and ${several.length} runs with several faults, ${runs} runs in all, ${open} open. Paid: ${balance(all)}. Untold: ${all.unreported}. Wrong: ${violations(all)}.`,
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

const COLUMNS = ['What', 'When', 'Rules', 'What comes out'];
const MONEY = ['Paid', 'Untold', 'Wrong'];
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
