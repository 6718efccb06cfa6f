import { formatValue } from '../utils/format';
import { MAX_RECOMMENDED_COMMANDS, COMMAND_NAMES } from './camera';
import type { CreateBody } from './createRequest';
import { findModel } from './modelOptions';
import { MODELS, type Model } from './models';

/** Hints about a valid request that may not do what its author expects. */
export function hintsForRequest(body: CreateBody, models: readonly Model[] = MODELS): string[] {
	const unknownModel = unknownModelHint(body.model, models);
	return [...(unknownModel === undefined ? [] : [unknownModel]), ...cameraHints(body.prompt ?? '')];
}

/** @returns undefined for a model of the table */
export function unknownModelHint(
	model: string,
	models: readonly Model[] = MODELS,
): string | undefined {
	if (findModel(model, models) !== undefined) return undefined;
	return `The model ${formatValue(model)} is not known to this node, so only the API's general limits were checked. Known models: ${models.map(({ id }) => id).join(', ')}.`;
}

/**
 * Hints about the bracketed text in a prompt as it is sent. The text is never changed: brackets can
 * also be part of the story.
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
			: `[${part}] in the prompt is not a camera command and was sent unchanged. The closest one is [${command}].`;
	});
	const commands = parts.filter((part) => COMMAND_NAMES.includes(part));
	if (commands.length > MAX_RECOMMENDED_COMMANDS) {
		hints.push(
			`[${inside}] contains ${commands.length} camera movements. At most ${MAX_RECOMMENDED_COMMANDS} at once are recommended; move the others to another step.`,
		);
	}
	return hints;
}

/**
 * The command that was probably meant: the same except for case, hyphens or typos, its first word
 * alone, or a command followed by more words.
 *
 * @returns undefined if no command is similar enough
 */
export function nearestCommand(text: string): string | undefined {
	const typed = normalize(text);
	const candidates = COMMAND_NAMES.map((command) => ({
		command,
		distance: editDistance(typed, normalize(command)),
	})).sort((a, b) => a.distance - b.distance);
	const samePrefix = candidates.find(({ command }) => isWordPrefix(typed, normalize(command)));
	const [nearest] = candidates;
	// One typo per four letters: "Pam left" is close enough, "Car left" is not.
	const isTypo = nearest.distance <= normalize(nearest.command).length / 4;
	return isTypo ? nearest.command : samePrefix?.command;
}

function normalize(text: string): string {
	return text
		.toLowerCase()
		.replace(/[\s_-]+/g, ' ')
		.trim();
}

/** Whether one text is the other followed by more words. */
function isWordPrefix(a: string, b: string): boolean {
	return `${b} `.startsWith(`${a} `) || `${a} `.startsWith(`${b} `);
}

/** The Levenshtein distance: the letters to insert, delete or replace to turn one text into the other. */
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
