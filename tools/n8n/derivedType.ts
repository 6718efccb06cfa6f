import ts from 'typescript';

/** The parameters of an operation in the TypeScript that n8n derives, by path, each with its choices. */
export function derivedParameters(definition: string, operation: string): Map<string, unknown[]> {
	const source = ts.createSourceFile('definition.ts', definition, ts.ScriptTarget.Latest, true);
	const types = source.statements.filter(ts.isTypeAliasDeclaration).map(({ type }) => type);
	const parameters = new Map<string, unknown[]>();
	const visit = (node: ts.Node, path: string) => {
		if (ts.isPropertySignature(node)) {
			path += `${path && '.'}${node.name.getText()}`;
			parameters.set(path, []);
		} else if (ts.isLiteralTypeNode(node)) {
			const { literal } = node;
			const value = ts.isStringLiteral(literal) ? literal.text : Number(literal.getText());
			parameters.get(path)?.push(value);
		}
		node.forEachChild((child) => visit(child, path));
	};
	visit(types.find((type) => type.getText().includes(`operation: '${operation}'`))!, '');
	return parameters;
}
