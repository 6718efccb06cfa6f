import { formatValue } from '../utils/format';
import { ADVISED_COMMANDS_AT_ONCE, COMMAND_NAMES } from './camera';
import type { CreateBody } from './createRequest';
import { findModel } from './modelOptions';
import { MODELS, type Model } from './models';

/** What may be other than its author thinks about a request that can be sent all the same. */
export function hintsForRequest(body: CreateBody, models: readonly Model[] = MODELS): string[] {
	const unknownModel = `The model ${formatValue(body.model)} is not known to this node, so that only the API's general limits were checked. Known: ${models.map(({ id }) => id).join(', ')}.`;
	return [
		...(findModel(body.model, models) === undefined ? [unknownModel] : []),
		...cameraHints(body.prompt ?? ''),
	];
}

/**
 * What its author may want to know about the brackets of a prompt as it is sent. They are never
 * changed: brackets may as well be part of the story.
 */
export function cameraHints(prompt: string): string[] {
	const brackets = [...prompt.matchAll(/\[([^[\]]*)\]/g)].map(([, inside]) => inside);
	return [...new Set(brackets.flatMap(hintsForBracket))];
}

function hintsForBracket(inside: string): string[] {
	const parts = inside.split(',').map((part) => part.trim());
	const hints = parts.flatMap((part) => {
		const command = COMMAND_NAMES.includes(part) ? undefined : nearestCommand(part);
		return command === undefined
			? []
			: `[${part}] in the prompt is no camera command, and was sent as it is. The nearest one is [${command}].`;
	});
	const commands = parts.filter((part) => COMMAND_NAMES.includes(part));
	if (commands.length > ADVISED_COMMANDS_AT_ONCE) {
		hints.push(
			`[${inside}] asks for ${commands.length} camera movements at once. At most ${ADVISED_COMMANDS_AT_ONCE} are advised; the others can go into a step of their own.`,
		);
	}
	return hints;
}

/**
 * The command that somebody meant who wrote this: the same but for capitals, hyphens or a slip of
 * the keyboard, its first word alone, or a command with more words behind it.
 *
 * @returns undefined where the words are no command by far
 */
export function nearestCommand(words: string): string | undefined {
	const written = plain(words);
	const candidates = COMMAND_NAMES.map((command) => ({
		command,
		distance: editDistance(written, plain(command)),
	})).sort((a, b) => a.distance - b.distance);
	const begun = candidates.find(({ command }) => isBeginning(written, plain(command)));
	const [nearest] = candidates;
	// One slip for every four letters: "Pam left" is meant, "Car left" is not.
	const isSlip = nearest.distance <= plain(nearest.command).length / 4;
	return isSlip ? nearest.command : begun?.command;
}

function plain(words: string): string {
	return words
		.toLowerCase()
		.replace(/[\s_-]+/g, ' ')
		.trim();
}

/** Whether one is the other with more words behind it. */
function isBeginning(a: string, b: string): boolean {
	return `${b} `.startsWith(`${a} `) || `${a} `.startsWith(`${b} `);
}

/** How many letters must be put in, taken out or replaced to turn one text into the other. */
function editDistance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, i) => i);
	for (const [i, letter] of [...a].entries()) {
		const next = [i + 1];
		for (let j = 1; j <= b.length; j += 1) {
			const replaced = row[j - 1] + (letter === b[j - 1] ? 0 : 1);
			next.push(Math.min(replaced, row[j] + 1, next[j - 1] + 1));
		}
		row = next;
	}
	return row[b.length];
}
