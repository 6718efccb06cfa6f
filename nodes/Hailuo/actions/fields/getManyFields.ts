import { tryToParseDateTime, type INodeProperties } from 'n8n-workflow';

import { mustBe } from '../../domain/issue';
import { MODELS } from '../../domain/models';
import type { ParameterReader } from '../../domain/parameterReader';
import type { TaskFilter } from '../../domain/taskList';
import { toText } from '../../utils/format';
import { isRecord } from '../../utils/json';
import { downloadField, optionsField, outputFieldOption } from './sharedFields';

const defaultModel = MODELS[0].value;

export const getManyFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
	downloadField,
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		options: [
			{
				displayName: 'Created After',
				name: 'createdAfter',
				type: 'dateTime',
				default: '',
				description: 'Return only tasks created at this time or later',
			},
			{
				displayName: 'Created Before',
				name: 'createdBefore',
				type: 'dateTime',
				default: '',
				description: 'Return only tasks created before this time',
			},
			{
				displayName: 'Model',
				name: 'model',
				type: 'options',
				options: MODELS.map(({ name, value }) => ({ name, value })),
				default: defaultModel,
				description: 'Return only tasks of this model',
			},
			{
				displayName: 'Status',
				name: 'status',
				type: 'options',
				options: [
					{ name: 'Cancelled', value: 'cancelled' },
					{ name: 'Completed', value: 'completed' },
					{ name: 'Failed', value: 'failed' },
					{ name: 'Processing', value: 'processing', description: 'Includes pending tasks' },
				],
				default: 'completed',
				description: 'Return only tasks with this status',
			},
		],
	},
	optionsField([
		{
			displayName: 'Include Details',
			name: 'includeDetails',
			type: 'boolean',
			default: true,
			description:
				'Whether to read each finished task for its video URL or its failure. Turn off to list many tasks faster.',
		},
		outputFieldOption,
	]),
];

/** @param timezone used for dates without a time zone, e.g. "Europe/Berlin" */
export function readTaskFilter(parameters: ParameterReader, timezone: string): TaskFilter {
	return {
		status: parameters.optionalChoice('filters.status'),
		// A model that this node does not know is accepted, too.
		model: parameters.optionalText('filters.model'),
		createdAfterMs: readTime(parameters, 'filters.createdAfter', timezone),
		createdBeforeMs: readTime(parameters, 'filters.createdBefore', timezone),
	};
}

/** Accepts a date and time as text, a date object, or a Unix time in seconds or ms. */
function readTime(parameters: ParameterReader, name: string, timezone: string): number | undefined {
	const value = parameters.get(name);
	if (value === undefined) return undefined;
	const ms = typeof value === 'number' ? unixMs(value) : parseTime(value, timezone);
	if (Number.isFinite(ms)) return ms;
	parameters.reject(name, mustBe('a date and time such as 2026-01-31T18:00:00', value));
	return undefined;
}

function unixMs(value: number): number {
	return value > 1e11 ? value : value * 1000;
}

function parseTime(value: unknown, timezone: string): number {
	const isTime = toText(value) !== '' || isRecord(value);
	try {
		return isTime ? tryToParseDateTime(value, timezone).toMillis() : NaN;
	} catch {
		return NaN;
	}
}
