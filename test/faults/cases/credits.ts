import type { Effect } from '../../../simulator';
import type { FaultCase, Outcome } from '../case';
import { OF_OPTIONAL_ROUTE, WEB_PAGE } from './transientErrors';

const TRIES = 4;

interface CreditsReader {
	where: 'get credits' | 'minimum credits';
	/** Its name in the form. */
	name: string;
	rules: readonly number[];
	good: Outcome;
	/** Requests of an item besides those for the credits: after the credits were read, and if they could not be read. */
	rest: { after: FaultCase['requests']; without: FaultCase['requests'] };
	/** The end of each suggestion. */
	charged: RegExp;
	/** The suggestion if the provider does not report credits. */
	withoutRoute: RegExp;
}

function casesOf({
	where,
	name,
	rules,
	good,
	rest,
	charged,
	withoutRoute,
}: CreditsReader): FaultCase[] {
	const unread = (message: RegExp, advice: RegExp): Outcome => ({
		error: new RegExp(
			`^The credits could not be read, which ${name} requires: .*${message.source}`,
		),
		advice: new RegExp(`${advice.source}${charged.source}`),
	});
	const transient = OF_OPTIONAL_ROUTE.flatMap(
		({ what, then, message, minPauseMs, isSlow }): FaultCase[] => {
			const row = { where, what, rules, faults: [then], isSlow } as const;
			const once: FaultCase = {
				...row,
				when: 'first',
				out: good,
				requests: { credits: 2, ...rest.after },
				minPauseMs,
			};
			const always: FaultCase = {
				...row,
				when: 'always',
				out: unread(message, /.*/),
				requests: { credits: TRIES, ...rest.without },
				affectsAllItems: true,
			};
			// Four attempts without a response would take four minutes.
			return isSlow ? [once] : [once, always];
		},
	);

	const noRoute: Outcome = {
		error: new RegExp(`^This API does not report credits, which ${name} requires`),
		advice: new RegExp(
			`${withoutRoute.source}.*check Base URL in the credential.*${charged.source}`,
		),
	};
	const final: Array<[what: string, then: Effect, out: Outcome]> = [
		['400', { status: 400 }, unread(/HTTP 400/, /.*/)],
		['401', { status: 401 }, unread(/HTTP 401/, /Check the API key.*/)],
		['402', { status: 402 }, unread(/HTTP 402/, /Top up.*/)],
		['403', { status: 403 }, unread(/HTTP 403/, /.*/)],
		['redirect to another host', { moved: 'localhost' }, unread(/redirect/, /Check Base URL.*/)],
		['404', { status: 404 }, noRoute],
		['405', { status: 405 }, noRoute],
		['a web page with 200', { status: 200, body: WEB_PAGE }, noRoute],
		['unrelated JSON', { status: 200, body: { hello: 'world' } }, noRoute],
		[
			'credits that are not a number',
			{ patch: { data: { user: { remaining_credits: {} } } } },
			noRoute,
		],
	];
	const once = final.map(
		([what, then, out]): FaultCase => ({
			where,
			what,
			when: 'first',
			rules: 'moved' in then ? [...rules, 7] : rules,
			faults: [then],
			out,
			requests: { credits: 1, ...rest.without },
			affectsAllItems: true,
		}),
	);

	const second: FaultCase[] = [
		{
			where,
			what: '503, then 429, then truncated JSON',
			when: 'first',
			rules,
			faults: [{ status: 503 }, { status: 429 }, { cutBody: 30 }],
			out: good,
			requests: { credits: 4, ...rest.after },
		},
		{
			where,
			what: '503, then 401',
			when: 'first',
			rules,
			faults: [{ status: 503 }, { status: 401 }],
			out: unread(/HTTP 401/, /Check the API key.*/),
			requests: { credits: 2, ...rest.without },
			affectsAllItems: true,
		},
		{
			where,
			what: 'valid JSON with content type text/html',
			when: 'always',
			rules: [10],
			faults: [{ contentType: 'text/html' }],
			out: good,
			requests: { credits: 1, ...rest.after },
		},
	];
	return [...transient, ...once, ...second];
}

export const getCreditsCases: readonly FaultCase[] = casesOf({
	where: 'get credits',
	name: 'Get Credits',
	rules: [5],
	good: 'credits',
	rest: { after: { create: 0 }, without: { create: 0 } },
	charged: /.*/,
	withoutRoute: /Check the credits on the website of your provider/,
});

export const minimumCreditsCases: readonly FaultCase[] = casesOf({
	where: 'minimum credits',
	name: 'Minimum Credits',
	rules: [1, 5],
	good: 'video',
	rest: {
		after: { create: 1, read: 3, download: 1 },
		without: { create: 0, read: 0, download: 0 },
	},
	charged: /(?:Nothing was charged|This item was not charged)/,
	withoutRoute: /Remove Minimum Credits, and use Max Videos per Run/,
});
