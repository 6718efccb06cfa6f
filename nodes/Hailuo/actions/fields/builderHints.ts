import { modesOf, needsPrompt, durationsByQuality } from '../../domain/modelOptions';
import { MODELS, type Mode, type Model } from '../../domain/models';

/**
 * n8n's AI builder and MCP server derive a type from the node's description. The type contains only the
 * first variant of a field, including its display rules, and no field named `mode`. These hints add the
 * missing information.
 */

/** For a field whose first variant is hidden in some modes, where another variant is shown instead. */
export const IN_EVERY_MODE = {
	propertyHint: 'Can be set in every mode. See the rules at the top of this type.',
};

/** The rules of Create: `mode`, and what each mode of each model allows. */
export function createDefinition(models: readonly Model[] = MODELS): string {
	const modes = [...new Set(models.flatMap(modesOf))];
	return [
		`mode?: ${modes.map((mode) => `'${mode}'`).join(' | ')} is a parameter, too. Default: '${modes[0]}'. With 'auto', the number of imageUrls selects the mode.`,
		'Allowed in each mode (ignore @displayOptions of prompt, quality and duration):',
		...models.flatMap((model) => modesOf(model).map((mode) => rulesOf(model, mode))),
	].join('\n');
}

function rulesOf(model: Model, mode: Mode): string {
	const durations = Object.entries(durationsByQuality(model, mode)).map(
		([quality, seconds]) => `${quality} with duration ${seconds.join(' or ')}`,
	);
	const prompt = needsPrompt(model, mode) ? 'prompt required' : 'prompt optional';
	return `- ${model.id}, ${mode}: ${[prompt, ...durations].join('; ')}`;
}
