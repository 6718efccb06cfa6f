import { aspectRatiosOf, modesOf, needsPrompt, qualitiesOf } from '../../domain/modelOptions';
import { MODELS, type Mode, type Model } from '../../domain/models';
import { formatChoices } from '../../utils/format';

/** What n8n's AI builder finds the node by. */
export const searchHint = `Creates videos with ${MODELS.map(({ name }) => name).join(', ')}. Only Create costs money. Create waits for the video and outputs the file; without Wait for Completion, add Wait, or Get Status with Download Video. Upload (resource file) gives a binary file a public URL, e.g. for references.`;

/**
 * n8n's AI builder and MCP server derive a type from the node's description. It contains all entries of a
 * list without their display options, and no field named `mode`. This text adds what is missing: `mode`,
 * and what each mode of each model allows.
 */
export function createDefinition(models: readonly Model[] = MODELS): string {
	const modes = [...new Set(models.flatMap(modesOf))];
	return [
		`mode?: ${modes.map((mode) => `'${mode}'`).join(' | ')} is a parameter, too. Default: '${modes[0]}'. With 'auto', the number of imageUrls selects the mode.`,
		'Allowed in each mode:',
		...models.flatMap((model) => modesOf(model).map((mode) => rulesOf(model, mode))),
	].join('\n');
}

function rulesOf(model: Model, mode: Mode): string {
	const durations = qualitiesOf(model, mode).map(
		(quality) => `${quality} with duration ${formatChoices(model.durations[quality])}`,
	);
	const ratios = aspectRatiosOf(model, mode);
	return `- ${model.value}, ${mode}: ${[
		needsPrompt(model, mode) ? 'prompt required' : 'prompt optional',
		...durations,
		...(ratios.length > 0 ? [`aspectRatio ${formatChoices(ratios)}`] : []),
	].join('; ')}`;
}
