import { formatValue } from '../utils/format';
import { newIssue, type Issue } from './issue';

/** An expression in double braces, e.g. `{{ $json.prompt }}` or `{{ $('Edit Fields').item.json.text }}`. */
const EXPRESSION = /\{\{\s*\$[\w(][^}]*\}?\}?/;

/**
 * Finds text that is certainly a mistake: an object that became text, or an expression that was not
 * evaluated. Each would be a paid video of exactly these words.
 *
 * @returns the issue as a predicate ("Prompt **contains "[object Object]"…**"), or undefined
 */
export function validatePastedText(text: string): Issue | undefined {
	if (text.includes('[object Object]')) {
		return newIssue(
			'contains "[object Object]": an expression returned an object',
			'Select the text inside it, such as {{ $json.output.text }}.',
		);
	}
	const [expression] = EXPRESSION.exec(text) ?? [];
	if (expression === undefined) return undefined;
	return newIssue(
		`contains ${formatValue(expression)}, which was not evaluated`,
		'Switch the field from Fixed to Expression, or correct the node that the text comes from.',
	);
}

const DATA_URI = /^data:/i;
/** The beginnings of PNG, JPEG, WebP and GIF in base64, or a long text without any other character. */
const BASE64 = /^(iVBORw0KGgo|\/9j\/|UklGR|R0lGOD)|^[\w+/=\r\n-]{200,}$/;

/** @returns "a data URI" or "base64" if a text is a whole file instead of a link or a field name */
export function fileInText(text: string): string | undefined {
	if (DATA_URI.test(text)) return 'a data URI';
	return BASE64.test(text) ? 'base64' : undefined;
}
