import { randomUUID } from 'node:crypto';
import type { IConnections, IDataObject, INode, IPinData, IWorkflowSettings } from 'n8n-workflow';

/** A workflow as the editor exports it. */
export interface WorkflowJson {
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings: IWorkflowSettings;
	pinData?: IPinData;
	active: false;
}

/** Properties of a node besides name, type and position: parameters, onError, … */
export type NodeOptions = Partial<Omit<INode, 'id' | 'name' | 'type' | 'position'>>;

export interface WorkflowBuilder {
	/** Adds n8n's Manual Trigger, named `Manual Trigger`, which outputs these items, or one empty item. */
	manualTrigger(items?: IDataObject[]): WorkflowBuilder;
	/** Adds a node after the one added last. */
	node(name: string, type: string, options?: NodeOptions): WorkflowBuilder;
	/** Connects the next node to this one, at this output; 1 is the error output of most nodes. */
	after(name: string, output?: number): WorkflowBuilder;
	settings(settings: IWorkflowSettings): WorkflowBuilder;
	build(): WorkflowJson;
}

/** `workflow('name').manualTrigger().node('Hailuo', 'n8n-nodes-hailuo.hailuo', { … }).build()` */
export function workflow(name: string): WorkflowBuilder {
	// Without pinData, even an empty one, n8n cannot execute a single step after another.
	const json: WorkflowJson = {
		name,
		nodes: [],
		connections: {},
		settings: {},
		pinData: {},
		active: false,
	};
	let previous: { name: string; output: number } | undefined;

	const builder: WorkflowBuilder = {
		manualTrigger(items) {
			if (items) json.pinData = { 'Manual Trigger': items.map((item) => ({ json: item })) };
			return builder.node('Manual Trigger', 'n8n-nodes-base.manualTrigger');
		},
		node(nodeName, type, options = {}) {
			const position: INode['position'] = [json.nodes.length * 240, 0];
			const defaults = { id: randomUUID(), typeVersion: 1, parameters: {} };
			json.nodes.push({ ...defaults, ...options, name: nodeName, type, position });
			if (previous) connect(json.connections, previous.name, previous.output, nodeName);
			return builder.after(nodeName);
		},
		after(nodeName, output = 0) {
			previous = { name: nodeName, output };
			return builder;
		},
		settings(settings) {
			Object.assign(json.settings, settings);
			return builder;
		},
		build: () => json,
	};
	return builder;
}

function connect(connections: IConnections, from: string, output: number, to: string) {
	const { main } = (connections[from] ??= { main: [] });
	while (main.length <= output) main.push([]);
	main[output]?.push({ node: to, type: 'main', index: 0 });
}
