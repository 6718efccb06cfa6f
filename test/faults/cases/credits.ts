import type { Effect } from '../../../simulator';
import { rowsOf, type FaultCase, type Outcome } from '../case';
import { FINAL_ERRORS, NO_ROUTE, ONE_OF_EACH } from './requestErrors';

const TRIES = 4;

const unread = (message: RegExp, suggestion = /./, reader = 'Get Credits'): Outcome => ({
	error: new RegExp(
		`^The credits could not be read, which ${reader} requires: .*${message.source}`,
	),
	suggestion,
});

const read = rowsOf({ where: 'get credits', out: 'credits' });

const transient = ONE_OF_EACH.flatMap(({ what, then, message, isSlow }): FaultCase[] => {
	const first = read(what, { when: 'first', faults: [then], requests: { credits: 2 }, isSlow });
	// Four attempts without a response would take four minutes.
	if (isSlow) return [first];
	const always = read(what, {
		when: 'always',
		faults: [then],
		out: unread(message),
		requests: { credits: TRIES },
		affectsAllItems: true,
	});
	return [first, always];
});

const noRoute: Outcome = {
	error: /^This API does not report credits, which Get Credits requires/,
	suggestion: /Check the credits on the website of your provider.*check Base URL/,
};

const REFUSED: Array<[what: string, faults: Effect[], Outcome]> = [
	...FINAL_ERRORS.map(([what, then, message, suggestion]): [string, Effect[], Outcome] => [
		what,
		[then],
		unread(message, suggestion),
	]),
	['503, then 401', [{ status: 503 }, { status: 401 }], unread(/HTTP 401/, /Check the API key/)],
	...NO_ROUTE.map(([what, then]): [string, Effect[], Outcome] => [what, [then], noRoute]),
	[
		'credits that are not a number',
		[{ patch: { data: { user: { remaining_credits: {} } } } }],
		noRoute,
	],
];
const refused = REFUSED.map(([what, faults, out]) =>
	read(what, {
		when: 'first',
		faults,
		out,
		requests: { credits: faults.length },
		affectsAllItems: true,
	}),
);

export const getCreditsCases: readonly FaultCase[] = [
	...transient,
	...refused,
	read('503, then 429, then truncated JSON', {
		when: 'first',
		faults: [{ status: 503 }, { status: 429 }, { cutBody: 30 }],
		requests: { credits: 4 },
	}),
	read('valid JSON with content type text/html', {
		when: 'always',
		faults: [{ contentType: 'text/html' }],
		requests: { credits: 1 },
	}),
];

/** The credits are read in the same way; if they cannot be read, nothing is created. */
const check = rowsOf({
	where: 'minimum credits',
	requests: { create: 0, read: 0, download: 0 },
	affectsAllItems: true,
});
const NOT_CHARGED = /.*(?:Nothing was charged|This item was not charged)/;
const afterCheck = (suggestion: RegExp) => new RegExp(`${suggestion.source}${NOT_CHARGED.source}`);

export const minimumCreditsCases: readonly FaultCase[] = [
	check('503', {
		when: 'first',
		faults: [{ status: 503 }],
		requests: { credits: 2, create: 1, read: 3, download: 1 },
	}),
	check('503', {
		when: 'always',
		faults: [{ status: 503 }],
		out: unread(/HTTP 503/, NOT_CHARGED, 'Minimum Credits'),
	}),
	check('401', {
		when: 'first',
		faults: [{ status: 401 }],
		out: unread(/HTTP 401/, afterCheck(/Check the API key/), 'Minimum Credits'),
	}),
	check('404', {
		when: 'first',
		faults: [{ status: 404 }],
		out: {
			error: /^This API does not report credits, which Minimum Credits requires/,
			suggestion: afterCheck(/Remove Minimum Credits, and use Max Videos per Run.*check Base URL/),
		},
	}),
];
