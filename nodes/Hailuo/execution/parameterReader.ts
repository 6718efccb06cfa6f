import type { INodeProperties } from 'n8n-workflow';

import { formatAllowed, formatValue } from '../utils/format';

/**
 * The parameters of one item, or of the trigger. Expressions can put anything anywhere and can
 * fail: whatever does not fit becomes a complaint, and reading goes on, so that the user hears all
 * of them at once.
 */
export class ParameterReader {
	readonly issues: string[] = [];
	/** What the user may want to know, though the item goes on. */
	readonly hints: string[] = [];

	/**
	 * @param read gives the value of a parameter, null where the form hides it; may throw
	 * @param form its fields, for the names that people know the parameters by
	 */
	constructor(
		private readonly read: (name: string) => unknown,
		private readonly form: readonly INodeProperties[],
	) {}

	/** The value as it is; undefined where the form hides the field or the expression fails. */
	get(name: string): unknown {
		try {
			return this.read(name) ?? undefined;
		} catch (error) {
			const { message } = error as Error;
			this.issues.push(`The expression of ${this.labelOf(name)} fails: ${message}`);
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

	/** A number greater than 0; text that is a number will do. */
	positiveNumber(name: string, fallback: number): number {
		const value = this.get(name) ?? fallback;
		const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
		if (typeof number === 'number' && number > 0 && Number.isFinite(number)) return number;
		this.issues.push(
			`${this.labelOf(name)} is ${formatValue(value)}. It must be a number greater than 0`,
		);
		return fallback;
	}

	oneOf<T extends string>(name: string, choices: readonly T[]): T {
		const value = this.get(name) ?? choices[0];
		const oneOf = choices.find((known) => known === value);
		if (oneOf !== undefined) return oneOf;
		this.issues.push(`${this.labelOf(name)} is ${formatValue(value)}. ${formatAllowed(choices)}`);
		return choices[0];
	}

	private labelOf(name: string): string {
		const [outer, inner] = name.split('.');
		const field = this.form.find((one) => one.name === outer);
		const entries = field?.options as INodeProperties[] | undefined;
		const named = inner === undefined ? field : entries?.find((one) => one.name === inner);
		return named?.displayName ?? name;
	}
}
