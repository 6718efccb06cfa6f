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
const USUAL_QUALITY = '768p';

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
	// For n8n's AI builder the first variant is the field: with all qualities.
	variants.sort((a, b) => qualitiesIn(b.answer).length - qualitiesIn(a.answer).length);
	return variants.flatMap(({ conditions, answer: durations }) => {
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
	const usual = qualities.find((quality) => quality === USUAL_QUALITY) ?? qualities[0];
	return {
		displayName: 'Quality',
		name: 'quality',
		type: 'options',
		options: qualities.map((quality) => ({ name: quality, value: quality })),
		default: usual,
		description: [
			'Resolution of the generated video.',
			...qualities.flatMap((at) => onlyLengthAt(durations, at)),
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

function onlyLengthAt(durations: DurationsByQuality, quality: string): string[] {
	const [length, another] = durationsAt(durations, quality);
	return another === undefined ? [`${quality} videos are always ${length} seconds long.`] : [];
}

/** For a quality that is not known here (an expression, or one left over from another mode): all there are. */
function durationsAt(durations: DurationsByQuality, quality: string): readonly Duration[] {
	return durations[quality as keyof DurationsByQuality] ?? DURATIONS;
}
