import { tryToParseDateTime, type INodeProperties } from 'n8n-workflow';

import { MODELS } from '../../domain/models';
import { LISTED_STATUSES, type TaskFilter } from '../../domain/taskList';
import type { ParameterReader } from '../../execution/parameterReader';
import { formatValue, toText } from '../../utils/format';
import { isRecord } from '../../utils/json';
import { downloadField, outputBinaryOption } from '../common/sharedFields';

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
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Include Details',
				name: 'includeDetails',
				type: 'boolean',
				default: true,
				description:
					'Whether to read each finished task for its video URL or its failure. Turn off to list many tasks faster.',
			},
			outputBinaryOption,
		],
	},
];

/** @param timezone used for dates without a time zone, e.g. "Europe/Berlin" */
export function readTaskFilter(parameters: ParameterReader, timezone: string): TaskFilter {
	const filter: TaskFilter = {};
	if (isSet(parameters.get('filters.status'))) {
		filter.status = parameters.oneOf('filters.status', LISTED_STATUSES);
	}
	const model = parameters.get('filters.model');
	if (typeof model === 'string' && model.trim() !== '') filter.model = model.trim();
	else if (isSet(model)) parameters.issues.push(`Model is ${formatValue(model)}. Enter its ID`);
	const createdAfterMs = readTime(parameters, 'createdAfter', 'Created After', timezone);
	const createdBeforeMs = readTime(parameters, 'createdBefore', 'Created Before', timezone);
	return {
		...filter,
		...(createdAfterMs !== undefined && { createdAfterMs }),
		...(createdBeforeMs !== undefined && { createdBeforeMs }),
	};
}

function isSet(value: unknown): boolean {
	return value !== undefined && value !== '';
}

/** Accepts a date and time as text, a date object, or a Unix time in seconds or ms. */
function readTime(
	parameters: ParameterReader,
	name: string,
	label: string,
	timezone: string,
): number | undefined {
	const value = parameters.get(`filters.${name}`);
	if (!isSet(value)) return undefined;
	const ms = typeof value === 'number' ? unixMs(value) : parseTime(value, timezone);
	if (Number.isFinite(ms)) return ms;
	parameters.issues.push(
		`${label} is ${formatValue(value)}. Enter a date and time such as 2026-01-31T18:00:00`,
	);
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
