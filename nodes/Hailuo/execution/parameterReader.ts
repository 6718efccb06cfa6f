import type { INodeProperties } from 'n8n-workflow';

import { formatAllowed, formatValue, shorten } from '../utils/format';
import { asRecord } from '../utils/json';

/**
 * Reads the parameters of one item, or of the trigger. Expressions can return anything and can fail:
 * each invalid value becomes an issue and reading continues, so that the user sees all issues at once.
 */
export class ParameterReader {
	readonly issues: string[] = [];
	/** Shown to the user although the item is valid. */
	readonly hints: string[] = [];

	private readonly collections = new Map<string, Record<string, unknown>>();

	/**
	 * @param read returns the value of a parameter, or the fallback if the form hides it; may throw
	 * @param form the fields, for the display names in messages
	 */
	constructor(
		private readonly read: (name: string, fallback: unknown) => unknown,
		private readonly form: readonly INodeProperties[],
	) {}

	/**
	 * The raw value of a field, or of an entry such as `options.maxConcurrency`; undefined if the form
	 * hides it, if the user has not added it, or if there is an issue with it. An entry that is set but has
	 * no value is an issue: the default would not be what the user requested.
	 */
	get(name: string): unknown {
		const [outer, inner] = name.split('.');
		if (inner === undefined) return this.evaluate(outer) ?? undefined;
		const collection = this.collection(outer);
		if (!Object.hasOwn(collection, inner)) return undefined;
		const value = collection[inner];
		if (value !== undefined && value !== null && value !== '') return value;
		this.issues.push(
			`${this.labelOf(name)} is empty. Enter a value or remove it; if it is an expression, check the field that it reads`,
		);
		return undefined;
	}

	/** The entries of a collection. n8n drops a collection that is an expression as a whole (2.40.7). */
	private collection(name: string): Record<string, unknown> {
		const known = this.collections.get(name);
		if (known !== undefined) return known;
		const collection = this.readCollection(name);
		this.collections.set(name, collection);
		return collection;
	}

	private readCollection(name: string): Record<string, unknown> {
		try {
			return asRecord(this.read(name, {}));
		} catch {
			// Reports the entry whose expression fails.
			for (const entry of this.entriesOf(name)) this.evaluate(`${name}.${entry.name}`);
			return {};
		}
	}

	/** @returns undefined if the expression fails or returns nothing */
	private evaluate(name: string): unknown {
		try {
			return this.read(name, null);
		} catch (error) {
			const message = shorten((error as Error).message);
			this.issues.push(`The expression in ${this.labelOf(name)} failed: ${message}`);
			return undefined;
		}
	}

	boolean(name: string, fallback: boolean): boolean {
		const value = this.get(name) ?? fallback;
		if (typeof value === 'boolean') return value;
		this.issues.push(
			`${this.labelOf(name)} is ${formatValue(value)}. ${formatAllowed([true, false])}`,
		);
		return fallback;
	}

	/** A number greater than 0. Numeric text is accepted. */
	positiveNumber(name: string, fallback: number): number {
		const value = this.get(name) ?? fallback;
		const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
		if (typeof number === 'number' && number > 0 && Number.isFinite(number)) return number;
		this.issues.push(
			`${this.labelOf(name)} is ${formatValue(value)}. It must be a number greater than 0`,
		);
		return fallback;
	}

	/** Like `positiveNumber`, but undefined if the value is absent. */
	optionalPositiveNumber(name: string): number | undefined {
		const issues = this.issues.length;
		const isAbsent = this.get(name) === undefined || this.issues.length > issues;
		return isAbsent ? undefined : this.positiveNumber(name, 1);
	}

	oneOf<T extends string>(name: string, choices: readonly T[]): T {
		const value = this.get(name) ?? choices[0];
		const choice = choices.find((known) => known === value);
		if (choice !== undefined) return choice;
		this.issues.push(`${this.labelOf(name)} is ${formatValue(value)}. ${formatAllowed(choices)}`);
		return choices[0];
	}

	private labelOf(name: string): string {
		const [outer, inner] = name.split('.');
		const fields = inner === undefined ? this.form : this.entriesOf(outer);
		return fields.find((one) => one.name === (inner ?? outer))?.displayName ?? name;
	}

	private entriesOf(collection: string): readonly INodeProperties[] {
		const field = this.form.find((one) => one.name === collection);
		return (field?.options ?? []) as INodeProperties[];
	}
}
