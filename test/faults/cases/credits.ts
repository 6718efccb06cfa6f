import type { Effect } from '../../../simulator';
import { rowsOf, type FaultCase, type Outcome } from '../case';
import { ONE_OF_EACH, WEB_PAGE } from './transientErrors';

const TRIES = 4;

interface CreditsReader {
	row: ReturnType<typeof rowsOf>;
	/** Its name in the form. */
	name: string;
	good: Outcome;
	/** Requests of an item besides those for the credits: after the credits were read, and if they could not be read. */
	after: FaultCase['requests'];
	without: FaultCase['requests'];
	/** The end of each suggestion. */
	charged: RegExp;
	/** The suggestion if the provider does not report credits. */
	withoutRoute: RegExp;
}

function casesOf(reader: CreditsReader): FaultCase[] {
	const { row, name, good, after, without, charged, withoutRoute } = reader;
	const unread = (message: RegExp, suggestion: RegExp): Outcome => ({
		error: new RegExp(
			`^The credits could not be read, which ${name} requires: .*${message.source}`,
		),
		suggestion: new RegExp(`${suggestion.source}.*${charged.source}`),
	});
	const noRoute: Outcome = {
		error: new RegExp(`^This API does not report credits, which ${name} requires`),
		suggestion: new RegExp(
			`${withoutRoute.source}.*check Base URL in the credential.*${charged.source}`,
		),
	};
	const refused = (what: string, faults: Effect[], out: Outcome) =>
		row(what, {
			when: 'first',
			faults,
			out,
			requests: { credits: faults.length, ...without },
			affectsAllItems: true,
		});
	return [
		...ONE_OF_EACH.flatMap(({ what, then, message, isSlow }): FaultCase[] => {
			const requests = { credits: 2, ...after };
			const first = row(what, { when: 'first', faults: [then], out: good, requests, isSlow });
			// Four attempts without a response would take four minutes.
			if (isSlow) return [first];
			const always = row(what, {
				when: 'always',
				faults: [then],
				out: unread(message, /.*/),
				requests: { credits: TRIES, ...without },
				affectsAllItems: true,
			});
			return [first, always];
		}),
		refused('400', [{ status: 400 }], unread(/HTTP 400/, /.*/)),
		refused('401', [{ status: 401 }], unread(/HTTP 401/, /Check the API key/)),
		refused('402', [{ status: 402 }], unread(/HTTP 402/, /Top up/)),
		refused('403', [{ status: 403 }], unread(/HTTP 403/, /.*/)),
		refused('redirect to another host', [{ moved: 'localhost' }], unread(/redirect/, /Base URL/)),
		refused('503, then 401', [{ status: 503 }, { status: 401 }], unread(/HTTP 401/, /API key/)),
		refused('404', [{ status: 404 }], noRoute),
		refused('405', [{ status: 405 }], noRoute),
		refused('a web page with 200', [{ status: 200, body: WEB_PAGE }], noRoute),
		refused('unrelated JSON', [{ status: 200, body: { hello: 'world' } }], noRoute),
		refused(
			'credits that are not a number',
			[{ patch: { data: { user: { remaining_credits: {} } } } }],
			noRoute,
		),
		row('503, then 429, then truncated JSON', {
			when: 'first',
			faults: [{ status: 503 }, { status: 429 }, { cutBody: 30 }],
			out: good,
			requests: { credits: 4, ...after },
		}),
		row('valid JSON with content type text/html', {
			when: 'always',
			faults: [{ contentType: 'text/html' }],
			out: good,
			requests: { credits: 1, ...after },
		}),
	];
}

export const getCreditsCases: readonly FaultCase[] = casesOf({
	row: rowsOf({ where: 'get credits', rules: [5, 7, 10] }),
	name: 'Get Credits',
	good: 'credits',
	after: { create: 0 },
	without: { create: 0 },
	charged: /.*/,
	withoutRoute: /Check the credits on the website of your provider/,
});

export const minimumCreditsCases: readonly FaultCase[] = casesOf({
	row: rowsOf({ where: 'minimum credits', rules: [1, 5, 7, 10] }),
	name: 'Minimum Credits',
	good: 'video',
	after: { create: 1, read: 3, download: 1 },
	without: { create: 0, read: 0, download: 0 },
	charged: /(?:Nothing was charged|This item was not charged)/,
	withoutRoute: /Remove Minimum Credits, and use Max Videos per Run/,
});
