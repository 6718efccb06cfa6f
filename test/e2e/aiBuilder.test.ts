import type { INodeProperties } from 'n8n-workflow';

import { connectMcpClient, type McpClient } from '../../tools/agent/mcpClient';
import { derivedParameters } from '../../tools/n8n/derivedType';
import { openSession } from '../../tools/n8n/session';
import { formatChoices } from '../../nodes/Hailuo/utils/format';
import { OFFERED, QUALITIES } from '../unit/domain/documented';
import { sharedN8n } from './harness/shared';

const NODE = 'n8n-nodes-hailuo.hailuo';
const TRIGGER = 'n8n-nodes-hailuo.hailuoTrigger';

/** n8n derives what its AI builder and MCP server know of a community node from the node's description. */
describe('n8n’s AI builder', () => {
	const n8n = sharedN8n();
	let mcp: McpClient;
	let properties: INodeProperties[];
	let definition: string;

	beforeAll(async () => {
		const { call } = openSession(n8n.url, n8n.cookie);
		await call('PATCH', 'mcp/settings', { mcpAccessEnabled: true });
		const { apiKey } = await call<{ apiKey: string }>('POST', 'mcp/api-key/rotate');
		mcp = await connectMcpClient(`${n8n.url}/mcp-server/http`, apiKey);
		const nodeTypes = await n8n.nodeTypes();
		({ properties } = nodeTypes.find(({ name }) => name === NODE)!);
		definition = await mcp.call('get_node_types', { nodeIds: [{ nodeId: NODE }] });
	});
	afterAll(async () => await mcp.close());

	it.each([
		['hailuo', NODE, 'Only Create costs money'],
		['text to video', NODE, 'Only Create costs money'],
		['hailuo', TRIGGER, 'Get Status'],
	])('finds for "%s" the node %s with how to use it', async (query, node, use) => {
		const results = await mcp.call('search_nodes', { queries: [query] });

		const found = results.split('\n- ').find((part) => part.split(/\s/)[0] === node);
		expect(found).toContain(use);
	});

	it.each(['create', 'getStatus', 'wait', 'getMany', 'upload'])(
		'gets for %s all parameters of the form except the mode, with the options of all variants',
		(operation) => {
			const derived = derivedParameters(definition, operation);
			const expected = formParameters(properties, operation);
			// n8n leaves out every parameter of this name.
			expected.delete('mode');

			for (const [path, choices] of expected) {
				expect([path, derived.get(path)?.sort()]).toEqual([path, [...choices].sort()]);
			}
		},
	);

	it('gets for Create the modes, and what each mode of each model allows', () => {
		expect(definition).toContain(
			"mode?: 'textToVideo' | 'imageToVideo' | 'firstLastFrame' | 'auto' | 'lastFrame' | 'reference'",
		);
		for (const { model, mode, durations, ratios } of OFFERED) {
			const [line] = definition.match(new RegExp(`- ${model}, ${mode}: .*`)) ?? [''];
			const named = QUALITIES.filter((quality) => {
				const seconds = formatChoices(durations[quality] ?? []);
				return line.includes(`${quality} with duration ${seconds}`);
			});
			expect([line, named]).toEqual([line, Object.keys(durations)]);
			expect([line, line.includes('aspectRatio')]).toEqual([line, ratios.length > 0]);
		}
	});
});

/** The parameters of an operation, each with the choices of all variants of the field. */
function formParameters(
	properties: INodeProperties[],
	operation: string,
): Map<string, Set<unknown>> {
	const parameters = new Map<string, Set<unknown>>();
	const add = (fields: INodeProperties[], prefix: string) => {
		for (const { name, options = [] } of fields) {
			const choices = parameters.get(prefix + name) ?? new Set();
			parameters.set(prefix + name, choices);
			for (const option of options) {
				if ('value' in option) choices.add(option.value);
				else if ('values' in option) add(option.values, `${prefix}${name}.${option.name}.`);
				else add([option], `${prefix}${name}.`);
			}
		}
	};
	add(
		properties.filter(({ displayOptions }) => displayOptions?.show?.operation?.includes(operation)),
		'',
	);
	return parameters;
}
