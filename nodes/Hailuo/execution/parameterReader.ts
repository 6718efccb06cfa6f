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

	/**
	 * @param read returns the value of a parameter, null if the form hides it; may throw
	 * @param form the fields, for the display names in messages
	 */
	constructor(
		private readonly read: (name: string) => unknown,
		private readonly form: readonly INodeProperties[],
	) {}

	/** The raw value; undefined if the form hides the field or the expression fails. */
	get(name: string): unknown {
		try {
			return this.read(name) ?? undefined;
		} catch (error) {
			const message = shorten((error as Error).message);
			this.issues.push(`The expression in ${this.labelOf(name)} failed: ${message}`);
			return undefined;
		}
	}

	/**
	 * An entry of Options; undefined only if the user has not added it. If its expression returns nothing,
	 * the value is null, since using the default would not be what the user requested.
	 */
	option(name: string): unknown {
		const value = this.get(`options.${name}`);
		if (value !== undefined) return value;
		try {
			return Object.hasOwn(asRecord(this.read('options')), name) ? null : undefined;
		} catch {
			// The failed expression is reported when its own option is read.
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
		return this.get(name) === undefined ? undefined : this.positiveNumber(name, 1);
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
		const field = this.form.find((one) => one.name === outer);
		const entries = field?.options as INodeProperties[] | undefined;
		const match = inner === undefined ? field : entries?.find((one) => one.name === inner);
		return match?.displayName ?? name;
	}
}
