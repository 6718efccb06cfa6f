import type { INode, INodeParameters } from 'n8n-workflow';

import type { StandIn } from '../../../../tools/examples/file';

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

/**
 * Replaces a Google Sheets node with a Data Table node that reads and writes the same rows and columns
 * with the same expressions. The table must have the column `row_number`.
 */
export const asDataTable =
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
