import { modesOf, needsPrompt, durationsByQuality } from '../../domain/modelOptions';
import { MODELS, type Mode, type Model } from '../../domain/models';

/**
 * n8n's AI builder and MCP server derive a type from the node's description. Of a field with several
 * variants it keeps the first, display rules included, and a field named `mode` it leaves out.
 * These hints give it back what is lost.
 */

/** For a field whose first variant is hidden in some modes, in which another variant is shown. */
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
