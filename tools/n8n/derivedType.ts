import ts from 'typescript';

/**
 * Reads the TypeScript that n8n derives from a node's description.
 *
 * @returns for the parameters of one operation, by path ("options.promptOptimizer"), the choices;
 * none where any value of a type is allowed
 */
export function derivedParameters(definition: string, operation: string): Map<string, unknown[]> {
	const source = ts.createSourceFile('definition.ts', definition, ts.ScriptTarget.Latest, true);
	const types = source.statements.filter(ts.isTypeAliasDeclaration).map(({ type }) => type);
	const isOfOperation = (type: ts.TypeNode) => type.getText().includes(`operation: '${operation}'`);
	const found = types.find(isOfOperation);
	if (found === undefined) throw new Error(`No type for ${operation} in ${definition}`);
	return new Map(members(found));
}

function members(type: ts.TypeNode): Array<[string, unknown[]]> {
	if (!ts.isTypeLiteralNode(type)) return [];
	return type.members.filter(ts.isPropertySignature).flatMap((member) => {
		const name = member.name.getText();
		const inner = member.type && inArray(member.type);
		if (inner === undefined) return [];
		const below = members(inner).map(([path, values]): [string, unknown[]] => [
			`${name}.${path}`,
			values,
		]);
		return [[name, choices(inner)], ...below];
	});
}

function inArray(type: ts.TypeNode): ts.TypeNode {
	const isArray = ts.isTypeReferenceNode(type) && type.typeName.getText() === 'Array';
	return isArray ? type.typeArguments![0] : type;
}

function choices(type: ts.TypeNode): unknown[] {
	const all = ts.isUnionTypeNode(type) ? [...type.types] : [type];
	return all.filter(ts.isLiteralTypeNode).map(({ literal }) => {
		if (ts.isStringLiteral(literal)) return literal.text;
		return Number(literal.getText());
	});
}
