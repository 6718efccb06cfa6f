import type { KnownTask } from '../../domain/task';

const MAX_WORDS_CHARACTERS = 40;
/** Of a task ID, which can be 200 characters long. Its end differs from others. */
const MAX_ID_CHARACTERS = 80;

/**
 * The name of a video's file without its extension: the prompt's first words, if known, and the task ID.
 * Of letters, digits, hyphens, and the underscores and periods of the ID; shorter than 255 bytes, so that
 * every file system accepts it.
 */
export function videoFileName({ taskId, prompt = '' }: KnownTask): string {
	const words = prompt.normalize('NFC').match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
	let start = '';
	for (const word of words) {
		const longer = start === '' ? word : `${start}-${word}`;
		if ([...longer].length > MAX_WORDS_CHARACTERS) break;
		start = longer;
	}
	// A text without blanks, as in Chinese, is one long word.
	start ||= [...(words[0] ?? 'hailuo')].slice(0, MAX_WORDS_CHARACTERS).join('');
	return `${start}-${taskId.replace(/[^\w.-]/g, '-').slice(-MAX_ID_CHARACTERS)}`;
}
