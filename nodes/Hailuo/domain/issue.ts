import { formatGot } from '../utils/format';

/** What is wrong with a parameter, and what to do about it. */
export interface Issue {
	/** Without its period. n8n shows it as a title. A predicate until its subject is known: "is empty". */
	message: string;
	/** Sentences. */
	suggestion?: string;
}

export function newIssue(message: string, suggestion?: string): Issue {
	return { message, ...(suggestion !== undefined && { suggestion }) };
}

/** @param allowed what the value must be, e.g. "true or false" */
export function mustBe(allowed: string, value: unknown): Issue {
	return newIssue(`must be ${allowed} (got ${formatGot(value)})`);
}

/** Makes a sentence of a predicate: "First frame" + "is an empty file". */
export function withSubject(subject: string, { message, suggestion }: Issue): Issue {
	return newIssue(`${subject} ${message}`, suggestion);
}

export function toSentences({ message, suggestion = '' }: Issue): string {
	return `${message}. ${suggestion}`.trim();
}
