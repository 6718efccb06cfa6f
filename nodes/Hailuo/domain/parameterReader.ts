import { formatChoices, joinMessages, shorten, toText } from '../utils/format';
import { asRecord } from '../utils/json';
import { newIssue, withSubject, mustBe, toSentences, type Issue } from './issue';

/** A field of the form, as n8n describes it. The entries of a list have values, those of a collection names. */
export interface Field {
	name: string;
	displayName?: string;
	default?: unknown;
	options?: ReadonlyArray<{ name: string; value?: unknown }>;
}

/**
 * Reads the parameters of one item, or of the trigger. Expressions can return anything and can fail:
 * each invalid value becomes an issue and reading continues, so that the user sees all issues at once.
 * Display names, defaults and choices are those of the form.
 */
export class ParameterReader {
	readonly issues: Issue[] = [];
	/** Shown to the user although the item is valid. */
	readonly hints: string[] = [];

	private readonly collections = new Map<string, Record<string, unknown>>();

	/** @param read returns the value of a parameter, or the fallback if the form hides it; may throw */
	constructor(
		private readonly read: (name: string, fallback: unknown) => unknown,
		private readonly form: readonly Field[],
	) {}

	/** All issues as one; undefined if there are none. */
	get failure(): Issue | undefined {
		const [first, ...others] = new Map(this.issues.map((one) => [one.message, one])).values();
		if (first === undefined) return undefined;
		const texts = [first.suggestion ?? '', ...others.map(toSentences)]
			.filter(Boolean)
			// A value, or n8n's own text about it, can be a whole file.
			.map((text) => shorten(text));
		return newIssue(shorten(first.message), texts.length > 0 ? joinMessages(texts) : undefined);
	}

	/** Adds an issue whose message is a predicate; its subject is the display name of the field. */
	reject(name: string, issue: Issue): void {
		this.issues.push(withSubject(this.label(name), issue));
	}

	/**
	 * The raw value of a field, or of an entry such as `options.maxConcurrency`; undefined if the form
	 * hides it, if the user has not added it, or if there is an issue with it. An entry that is set but has
	 * no value is an issue: the default would not be what the user requested.
	 */
	get(name: string): unknown {
		const [outer, inner] = name.split('.');
		if (inner === undefined) return this.evaluate(outer) ?? undefined;
		const collection = this.collections.get(outer) ?? this.readCollection(outer);
		this.collections.set(outer, collection);
		if (!Object.hasOwn(collection, inner)) return undefined;
		const value = collection[inner];
		if (value !== undefined && value !== null && value !== '') return value;
		const suggestion =
			'Enter a value or remove it; if it is an expression, check the field that it reads.';
		this.reject(name, newIssue('is empty', suggestion));
		return undefined;
	}

	/** The display name of a field or an entry. */
	label(name: string): string {
		return this.field(name)?.displayName ?? name;
	}

	boolean(name: string): boolean {
		const value = this.get(name) ?? this.defaultOf(name);
		if (typeof value !== 'boolean') this.reject(name, mustBe('true or false', value));
		return value === true;
	}

	/** A number greater than 0; undefined if the value is absent. Numeric text is accepted. */
	optionalNumber(name: string): number | undefined {
		const value = this.get(name);
		if (value === undefined) return undefined;
		const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
		if (typeof number === 'number' && number > 0 && Number.isFinite(number)) return number;
		this.reject(name, mustBe('a number greater than 0', value));
		return undefined;
	}

	number(name: string): number {
		return this.optionalNumber(name) ?? Number(this.defaultOf(name));
	}

	/** Text without surrounding blanks; undefined if the value is absent. */
	optionalText(name: string): string | undefined {
		const value = this.get(name);
		if (value === undefined) return undefined;
		const text = typeof value === 'string' ? value.trim() : '';
		if (text === '') this.reject(name, mustBe('text', value));
		return text || undefined;
	}

	text(name: string): string {
		return this.optionalText(name) ?? String(this.defaultOf(name));
	}

	/** An entry of a list; undefined if the value is absent. */
	optionalChoice<T extends string>(name: string): T | undefined {
		const entries = this.field(name)?.options ?? [];
		const allowed = entries.map(({ value }) => value as T);
		return this.get(name) === undefined ? undefined : this.oneOf(name, allowed);
	}

	choice<T extends string>(name: string): T {
		return this.optionalChoice<T>(name) ?? (this.defaultOf(name) as T);
	}

	/**
	 * One of the allowed values, regardless of case and surrounding blanks. Numbers are accepted as text,
	 * since expressions and spreadsheets often return them so.
	 *
	 * @param purpose what requires one of them, e.g. "for MiniMax H3"
	 */
	oneOf<T extends string | number>(
		name: string,
		allowed: readonly T[],
		purpose?: string,
	): T | undefined {
		const value = this.get(name);
		const choice = allowed.find((one) => isSame(value, one));
		const choices = [formatChoices(allowed), purpose].filter(Boolean).join(' ');
		if (choice === undefined) this.reject(name, mustBe(choices, value));
		return choice;
	}

	/** Whether the value is this one of those that `oneOf` would allow. Any other value is no issue. */
	is(name: string, choice: string): boolean {
		return isSame(this.get(name), choice);
	}

	private readCollection(name: string): Record<string, unknown> {
		try {
			// n8n drops a collection that is an expression as a whole (2.40.7).
			return asRecord(this.read(name, {}));
		} catch {
			// Reports the entry whose expression fails.
			for (const entry of this.field(name)?.options ?? []) this.evaluate(`${name}.${entry.name}`);
			return {};
		}
	}

	/** @returns undefined if the expression fails or returns nothing */
	private evaluate(name: string): unknown {
		try {
			return this.read(name, null);
		} catch (error) {
			const message = shorten((error as Error).message);
			this.issues.push(newIssue(`The expression in ${this.label(name)} failed: ${message}`));
			return undefined;
		}
	}

	private defaultOf(name: string): unknown {
		return this.field(name)?.default;
	}

	private field(name: string): Field | undefined {
		const [outer, inner] = name.split('.');
		const field = this.form.find((one) => one.name === outer);
		return inner === undefined ? field : field?.options?.find((one) => one.name === inner);
	}
}

function isSame(value: unknown, choice: string | number): boolean {
	const text = toText(value).trim().toLowerCase();
	return String(choice).toLowerCase() === text || (text !== '' && choice === Number(text));
}
