import { rowsOf, type FaultCase } from '../case';
import { FINAL_ERRORS, ONE_OF_EACH, type KnownFault } from './requestErrors';

const TRIES = 4;
const created = { create: 1, read: 3, download: 1 };
const nothingCreated = { create: 0, read: 0, download: 0 };
const row = rowsOf({ where: 'upload' });

const notUploaded = (message: RegExp, suggestion: RegExp) => ({
	error: new RegExp(`^The image \\(PNG, .* px\\) could not be uploaded: .*${message.source}`),
	suggestion: new RegExp(`${suggestion.source}.*(?:Nothing was charged|This item was not charged)`),
});

const WITHOUT_URL: KnownFault = {
	what: 'success: true without a URL',
	then: { patch: { data: null } },
	message: /The response is not the URL of an uploaded file/,
};

/** Uploads are free, so they are retried after any transient error. */
const transient = [...ONE_OF_EACH, WITHOUT_URL].flatMap(
	({ what, then, message, isSlow }): FaultCase[] => {
		const once = row(what, {
			when: 'first',
			faults: [then],
			requests: { ...created, upload: 2 },
			isSlow,
		});
		const always = row(what, {
			when: 'always',
			faults: [then],
			out: notUploaded(message, /(?:[Tt]ry again later|Wait a minute|Check Files Base URL)/),
			requests: { ...nothingCreated, upload: TRIES },
		});
		return isSlow ? [once] : [once, always];
	},
);

const REJECTED: typeof FINAL_ERRORS = [
	...FINAL_ERRORS,
	['404', { status: 404 }, /HTTP 404/, /Check Files Base URL/],
	['413', { status: 413 }, /HTTP 413/, /too large/],
];
const rejected = REJECTED.map(([what, then, message, suggestion]) =>
	row(what, {
		when: 'first',
		faults: [then],
		out: notUploaded(message, suggestion),
		requests: { ...nothingCreated, upload: 1 },
	}),
);

export const uploadCases: readonly FaultCase[] = [...transient, ...rejected];
