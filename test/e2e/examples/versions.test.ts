import { sharedN8n } from '../harness/shared';
import { exampleNames, readExample } from '../../../tools/examples/file';

it('The examples use only node versions that n8n has', async () => {
	const types = await sharedN8n().nodeTypes();
	const known = types.flatMap(({ name, version }) => [version].flat().map((v) => `${name} ${v}`));

	const used = exampleNames.flatMap((name) =>
		readExample(name).nodes.map(({ type, typeVersion }) => `${type} ${typeVersion}`),
	);

	expect(used.filter((node) => !known.includes(node))).toEqual([]);
});
