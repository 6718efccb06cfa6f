/**
 * Leaves texts for people out of the mutation test. A literal with a blank in it is a text: what matters
 * of it is asserted where it is shown, and its exact words are nobody's contract. One without a blank is
 * a code (a status, a field, an outcome), and is mutated, as is a text with values in it.
 */
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

const texts = {
	shouldIgnore: ({ node }) => {
		const literal = node.type === 'TemplateLiteral' ? node.quasis[0].value.raw : node.value;
		const isText =
			node.type === 'StringLiteral' ||
			(node.type === 'TemplateLiteral' && node.expressions.length === 0);
		return isText && literal.includes(' ') ? 'A text for people' : undefined;
	},
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'texts', texts)];
