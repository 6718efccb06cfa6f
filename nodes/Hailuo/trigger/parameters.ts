import type { ParameterReader } from '../execution/parameterReader';
import { MODELS } from '../domain/models';
import { formatValue } from '../utils/format';
import { EVENTS } from './evaluateTask';
import type { WatchOptions } from './poll';
import { readWatchedIds } from './taskIdList';

const HOUR_MS = 3_600_000;

/**
 * What the form asks for; what is wrong with it goes to the parameters' complaints.
 *
 * @param credentialId stands for the account: another credential begins anew
 */
export function readWatchOptions(parameters: ParameterReader, credentialId: string): WatchOptions {
	const event = parameters.oneOf('event', EVENTS);
	const watch = parameters.oneOf('watch', ['taskIds', 'account'] as const);
	const giveUpMs = parameters.positiveNumber('options.giveUpAfterHours', 24) * HOUR_MS;
	if (watch === 'account') {
		const filter = parameters.get('options.model') ?? '';
		if (typeof filter !== 'string') {
			const complaint = `Model is ${formatValue(filter)}. It must be the ID of one, e.g. ${MODELS[0].id}`;
			parameters.issues.push(complaint);
		}
		const model = typeof filter === 'string' && filter !== '' ? filter : undefined;
		return {
			event,
			giveUpMs,
			what: { account: { scope: `${credentialId} ${model ?? ''}`, model } },
		};
	}
	const watched = readWatchedIds(parameters.get('taskIds'));
	if ('complaint' in watched) parameters.issues.push(watched.complaint);
	return { event, giveUpMs, what: { ids: 'ids' in watched ? watched.ids : [] } };
}
