import { MODELS } from '../domain/models';
import type { ParameterReader } from '../execution/parameterReader';
import { formatValue } from '../utils/format';
import type { AccountScope } from './accountScope';
import { EVENTS } from './evaluateTask';
import type { WatchOptions } from './poll';
import { parseTaskIdList } from './taskIdList';

const HOUR_MS = 3_600_000;

/**
 * Reads the trigger's parameters; issues are added to the reader.
 *
 * @param scopeOf identifies what is watched, with the model filter
 */
export function readWatchOptions(
	parameters: ParameterReader,
	scopeOf: (model?: string) => AccountScope,
): WatchOptions {
	const event = parameters.oneOf('event', EVENTS);
	const watch = parameters.oneOf('watch', ['taskIds', 'account'] as const);
	const giveUpMs = parameters.positiveNumber('options.giveUpAfterHours', 24) * HOUR_MS;
	if (watch === 'account') {
		const filter = parameters.get('options.model') ?? '';
		if (typeof filter !== 'string') {
			parameters.issues.push(
				`Model is ${formatValue(filter)}. It must be a model ID, e.g. ${MODELS[0].id}`,
			);
		}
		const model = typeof filter === 'string' && filter !== '' ? filter : undefined;
		return { event, giveUpMs, what: { account: { ...scopeOf(model), model } } };
	}
	const ids = parseTaskIdList(parameters.get('taskIds'));
	if (!ids.ok) parameters.issues.push(ids.error);
	return { event, giveUpMs, what: { ids: ids.ok ? ids.value : [] } };
}
