/** Formatting of values in messages. */

/** Values as a choice: "768p or 2k", "16:9, 4:3 or 1:1"; three or more consecutive numbers as "4 to 15". */
export function formatChoices(values: ReadonlyArray<string | number>): string {
	const isRange = values.length > 2 && values.every((value, i) => value === Number(values[0]) + i);
	if (isRange) return `${values[0]} to ${values.at(-1)}`;
	const last = values.length - 1;
	return last > 0 ? `${values.slice(0, last).join(', ')} or ${values[last]}` : values.join();
}

/** A rejected value in brackets after what is allowed: `20`, `"high"`, "a list" or "nothing". */
export function formatGot(value: unknown): string {
	if (typeof value === 'number') return String(value);
	const shown = formatValue(value);
	return shown === EMPTY ? 'nothing' : shown;
}

/** More messages than this are unreadable. */
const MAX_MESSAGES = 20;

/** Joins messages into one text. Only the first 20 are included, followed by the number of the others. */
export function joinMessages(messages: readonly string[]): string {
	const more = messages.length - MAX_MESSAGES;
	const shown = messages.slice(0, MAX_MESSAGES);
	return (more > 0 ? [...shown, `${more} more of this kind.`] : shown).join(' ');
}

/** Long enough for any message that a person reads to its end. */
const MAX_MESSAGE_CHARACTERS = 500;

/** Truncates a text of unknown length, such as one that contains a file, and removes line breaks. */
export function shorten(text: string, maxCharacters = MAX_MESSAGE_CHARACTERS): string {
	const line = text
		.slice(0, 4 * maxCharacters)
		.replace(/\s+/g, ' ')
		.trim();
	return line.length > maxCharacters ? `${line.slice(0, maxCharacters - 1)}…` : line;
}

/** The text of a parameter's value; '' for a missing value, a list or an object. */
export function toText(value: unknown): string {
	return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';
}

/** A duration as text: "45 s", "4 min 30 s", "2 h 5 min". */
export function formatDuration(ms: number): string {
	const seconds = Math.round(ms / 1000);
	const parts =
		seconds < 3600
			? { min: Math.floor(seconds / 60), s: seconds % 60 }
			: { h: Math.floor(seconds / 3600), min: Math.floor((seconds % 3600) / 60) };
	const shown = Object.entries(parts).filter(([, count]) => count > 0);
	return shown.map(([unit, count]) => `${count} ${unit}`).join(' ') || '0 s';
}

const EMPTY = '(empty)';

/** The value in quotation marks, truncated to 60 characters; "a list", "an object" or "(empty)". */
export function formatValue(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	if (value !== null && typeof value === 'object') return 'an object';
	const shown = toText(value);
	if (shown === '') return EMPTY;
	return `"${shown.length > 60 ? `${shown.slice(0, 57)}…` : shown}"`;
}
