import { formatValue } from '../utils/format';
import { COMMAND_NAMES, MAX_RECOMMENDED_COMMANDS } from './camera';
import type { CreateRequest } from './createRequest';
import { hintForMediaUrl } from './mediaUrl';
import { findModel } from './modelOptions';
import { MODELS } from './models';

/** Hints about a valid request that may not do what its author expects. */
export function hintsForRequest({ body, images }: CreateRequest): string[] {
	const model = findModel(body.model);
	const urls = model === undefined ? [] : images;
	return [
		unknownModelHint(body.model),
		...((model?.hasCameraCommands ?? true) ? cameraHints(body.prompt ?? '') : []),
		...urls.map((url) => hintForMediaUrl(url, model?.images.formats ?? [])),
	].filter((hint) => hint !== undefined);
}

/** @returns undefined for a model of the table */
export function unknownModelHint(model: string): string | undefined {
	if (findModel(model) !== undefined) return undefined;
	const known = MODELS.map(({ value }) => value).join(', ');
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
