import { findModel, permissiveModel } from '../../domain/modelOptions';
import { MODES, type Model } from '../../domain/models';
import { displayFor, EXPRESSION, type DisplayCondition } from '../common/displayOptions';
import { groupByAnswer } from './groupByAnswer';

/** One variant of a field for each block of models × modes with the same answer. */
export function variantsByModelAndMode<T>(
	models: readonly Model[],
	answer: (model: string, mode: string) => T | undefined,
) {
	const [rows, columns] = [modelRows(models), [...MODES, EXPRESSION]];
	return groupByAnswer(rows, columns, answer).map((block) => {
		const conditions: Record<string, DisplayCondition> = {
			model: { values: block.rows, allValues: rows },
			mode: { values: block.columns, allValues: columns },
		};
		return { conditions, displayOptions: displayFor(conditions), answer: block.answer };
	});
}

/** The models by ID, and the case that an expression gives the model. */
export function modelRows(models: readonly Model[]): string[] {
	return [...models.map(({ id }) => id), EXPRESSION];
}

/** The model of a row; for an expression, all that any known model allows. */
export function modelAt(row: string, models: readonly Model[]): Model {
	return findModel(row, models) ?? permissiveModel(row, models);
}
