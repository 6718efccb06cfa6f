import type { INodeProperties } from 'n8n-workflow';

import { durationsByQuality, modesOf, qualitiesIn, union } from '../../domain/modelOptions';
import {
	DURATIONS,
	QUALITIES,
	type Duration,
	type DurationsByQuality,
	type Mode,
	type Model,
} from '../../domain/models';
import { displayFor, EXPRESSION, type DisplayCondition, groupBy } from '../common/displayOptions';
import { IN_EVERY_MODE } from './builderHints';
import { modelAt, variantsByModelAndMode } from './modelFields';

/** The API's default. */
const DEFAULT_QUALITY = '768p';

/** Quality, and Duration within each quality. */
export function qualityAndDurationFields(models: readonly Model[]): INodeProperties[] {
	const allQualities: string[] = [...QUALITIES, EXPRESSION];
	const durationsFor = (row: string, column: string) => {
		const model = modelAt(row, models);
		const durations =
			column === EXPRESSION
				? union(modesOf(model).map((mode) => durationsByQuality(model, mode)))
				: durationsByQuality(model, column as Mode);
		return qualitiesIn(durations).length > 0 ? durations : undefined;
	};
	const variants = variantsByModelAndMode(models, durationsFor);
	// n8n's AI builder uses only the first variant, so it must have all qualities.
	variants.sort((a, b) => qualitiesIn(b.result).length - qualitiesIn(a.result).length);
	return variants.flatMap(({ conditions, result: durations }) => {
		const byDuration = groupBy(allQualities, (quality) => durationsAt(durations, quality).join());
		return [
			qualityField(durations, conditions),
			...byDuration.map((values) =>
				durationField(durationsAt(durations, values[0]), {
					...conditions,
					quality: { values, allValues: allQualities },
				}),
			),
		];
	});
}

function qualityField(
	durations: DurationsByQuality,
	conditions: Record<string, DisplayCondition>,
): INodeProperties {
	const qualities = qualitiesIn(durations);
	const defaultQuality = qualities.find((quality) => quality === DEFAULT_QUALITY) ?? qualities[0];
	return {
		displayName: 'Quality',
		name: 'quality',
		type: 'options',
		options: qualities.map((quality) => ({ name: quality, value: quality })),
		default: defaultQuality,
		description: [
			'Resolution of the generated video.',
			...qualities.flatMap((quality) => fixedDurationNote(durations, quality)),
		].join(' '),
		builderHint: IN_EVERY_MODE,
		displayOptions: displayFor(conditions),
	};
}

function durationField(
	durations: readonly Duration[],
	conditions: Record<string, DisplayCondition>,
): INodeProperties {
	const [shortest] = durations;
	return {
		displayName: 'Duration',
		name: 'duration',
		type: 'options',
		options: durations.map((seconds) => ({ name: `${seconds} Seconds`, value: seconds })),
		default: shortest,
		description:
			durations.length > 1
				? 'Length of the video. The longer one takes about twice as long to generate.'
				: 'Length of the video. Fixed at this quality.',
		builderHint: IN_EVERY_MODE,
		displayOptions: displayFor(conditions),
	};
}

function fixedDurationNote(durations: DurationsByQuality, quality: string): string[] {
	const [first, second] = durationsAt(durations, quality);
	return second === undefined ? [`${quality} videos are always ${first} seconds long.`] : [];
}

/** The durations at a quality. If it is unknown (an expression, or a value from another mode): all durations. */
function durationsAt(durations: DurationsByQuality, quality: string): readonly Duration[] {
	return durations[quality as keyof DurationsByQuality] ?? DURATIONS;
}
