import type { INode, INodeParameters } from 'n8n-workflow';

import { readExample, type StandIn } from '../../../../tools/examples/file';
import type { SimulatedN8n } from '../../harness/simulatedN8n';
import type { Example } from './example';

/** Changes some parameters of a node. */
export const withParameters =
	(changes: INodeParameters): StandIn =>
	({ parameters }) => ({ parameters: { ...parameters, ...changes } });

/** Shortens the timeout of a wait, half an hour by default. */
export const waitingFor = (seconds: number) =>
	withParameters({ options: { timeoutMinutes: seconds / 60 } });

/** A schedule that does not run during the test. */
export const onceAMonth: StandIn = () => ({
	parameters: { rule: { interval: [{ field: 'months' }] } },
});

interface SheetUpdate {
	matchingColumns: string[];
	value: Record<string, string>;
}

/** The sheet of an example whose rows a schedule works off: a data table with its columns and these rows. */
export async function sheetOf(
	{ n8n }: SimulatedN8n,
	example: Example,
	columns: readonly string[],
	rows: ReadonlyArray<Record<string, string>>,
) {
	const sheet = `Sheet of ${example.name}`;
	const types = Object.fromEntries(columns.map((column) => [column, 'string' as const]));
	const empty = Object.fromEntries(columns.map((column) => [column, '']));
	const numbered = rows.map((row, i) => ({ ...empty, ...row, row_number: i + 2 }));
	await n8n.createDataTable(sheet, { row_number: 'number', ...types }, numbered);
	const nodes = readExample(example.name).nodes.filter(
		({ type }) => type === 'n8n-nodes-base.googleSheets',
	);
	const asTable = Object.fromEntries(nodes.map(({ name }) => [name, asDataTable(sheet)]));

	return {
		rows: async () => await n8n.dataTableRows(sheet),
		run: async (standIns: Record<string, StandIn> = {}) =>
			await example.run('At two and at eight', { standIns: { ...asTable, ...standIns } }),
	};
}

/** Replaces a Google Sheets node with a Data Table node that reads and writes the same with the same expressions. */
const asDataTable =
	(dataTableName: string): StandIn =>
	({ parameters }: INode) => {
		const dataTableId = { __rl: true, mode: 'name', value: dataTableName };
		const type = { type: 'n8n-nodes-base.dataTable', typeVersion: 1.1, credentials: undefined };
		if (parameters.operation === undefined) {
			return { ...type, parameters: { operation: 'get', dataTableId, returnAll: true } };
		}
		const { matchingColumns, value } = parameters.columns as unknown as SheetUpdate;
		const conditions = matchingColumns.map((keyName) => ({
			keyName,
			condition: 'eq',
			keyValue: value[keyName],
		}));
		const columns = { mappingMode: 'defineBelow', value, schema: [] };
		return {
			...type,
			parameters: { operation: 'update', dataTableId, filters: { conditions }, columns },
		};
	};
