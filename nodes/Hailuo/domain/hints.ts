import { formatValue } from '../utils/format';
import { COMMAND_NAMES, MAX_RECOMMENDED_COMMANDS } from './camera';
import { imagesIn } from './createBody';
import type { CreateRequest } from './createRequest';
import { hintForMediaUrl } from './mediaUrl';
import { findModel } from './modelOptions';
import { MODELS, type Model } from './models';

/** Hints about a valid request that may not do what its author expects. */
export function hintsForRequest(
	{ mode, body }: CreateRequest,
	models: readonly Model[] = MODELS,
): string[] {
	const model = findModel(body.model, models);
	const unknownModel = unknownModelHint(body.model, models);
	const formats = model?.modes[mode]?.images.formats;
	return [
		...(unknownModel === undefined ? [] : [unknownModel]),
		...((model?.hasCameraCommands ?? true) ? cameraHints(body.prompt ?? '') : []),
		...(formats ? imagesIn(body).flatMap((link) => hintForMediaUrl(link, formats) ?? []) : []),
	];
}

/** @returns undefined for a model of the table */
export function unknownModelHint(
	model: string,
	models: readonly Model[] = MODELS,
): string | undefined {
	if (findModel(model, models) !== undefined) return undefined;
	const known = models.map(({ value }) => value).join(', ');
	return `The model ${formatValue(model)} is not known to this node, so only the API's general limits were checked, and Aspect Ratio was not sent. Known models: ${known}.`;
}

/** A hint for each pair of brackets in a prompt with more camera commands than recommended. */
function cameraHints(prompt: string): string[] {
	const brackets = [...prompt.matchAll(/\[([^[\]]*)\]/g)].map(([, inside]) => inside);
	return [...new Set(brackets)].flatMap((inside) => {
		const commands = inside.split(',').filter((part) => COMMAND_NAMES.includes(part.trim()));
		return commands.length <= MAX_RECOMMENDED_COMMANDS
			? []
			: `[${inside}] contains ${commands.length} camera movements. At most ${MAX_RECOMMENDED_COMMANDS} at once are recommended; move the others to another step.`;
	});
}
