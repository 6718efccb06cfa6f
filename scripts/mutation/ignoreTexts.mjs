/**
 * Excludes texts for people from the mutation test. A literal that contains a space is a text; tests
 * assert its important words, and its exact wording may change. A literal without a space is a code
 * (a status, a field, an outcome) and is mutated, and so is a template with values.
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
