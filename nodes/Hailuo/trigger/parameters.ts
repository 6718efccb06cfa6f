import type { ItemParameters } from '../execution/parameterReader';
import { MODELS } from '../domain/models';
import { quoted } from '../utils/format';
import { EVENTS } from './evaluateTask';
import type { Watching } from './poll';
import { readWatchedIds } from './taskIdList';

const HOUR_MS = 3_600_000;

/**
 * What the form asks for; what is wrong with it goes to the parameters' complaints.
 *
 * @param credentialId stands for the account: another credential begins anew
 */
export function readSettings(parameters: ItemParameters, credentialId: string): Watching {
	const event = parameters.choice('event', EVENTS);
	const watch = parameters.choice('watch', ['taskIds', 'account'] as const);
	const giveUpMs = parameters.positive('options.giveUpAfterHours', 24) * HOUR_MS;
	if (watch === 'account') {
		const filter = parameters.raw('options.model') ?? '';
		if (typeof filter !== 'string') {
			const complaint = `Model is ${quoted(filter)}. It must be the ID of one, e.g. ${MODELS[0].id}`;
			parameters.complaints.push(complaint);
		}
		const model = typeof filter === 'string' && filter !== '' ? filter : undefined;
		return {
			event,
			giveUpMs,
			what: { account: { scope: `${credentialId} ${model ?? ''}`, model } },
		};
	}
	const watched = readWatchedIds(parameters.raw('taskIds'));
	if ('complaint' in watched) parameters.complaints.push(watched.complaint);
	return { event, giveUpMs, what: { ids: 'ids' in watched ? watched.ids : [] } };
}
