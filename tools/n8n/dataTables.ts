import type { DataTableRow } from 'n8n-workflow';
import type { Session } from './session';

export type ColumnType = 'string' | 'number' | 'boolean' | 'date';

/** n8n's data tables in the owner's project. */
export function dataTables({ call }: Session) {
	const home = async () => {
		const { id } = await call<{ id: string }>('GET', 'projects/personal');
		return `projects/${id}/data-tables`;
	};

	return {
		async createDataTable(
			name: string,
			columns: Record<string, ColumnType>,
			rows: DataTableRow[] = [],
		): Promise<void> {
			const list = Object.entries(columns).map(([column, type]) => ({ name: column, type }));
			const tables = await home();
			const { id } = await call<{ id: string }>('POST', tables, { name, columns: list });
			await call('POST', `${tables}/${id}/insert`, { data: rows });
		},

		/** The rows of the table with this name, in the order of their insertion. */
		async dataTableRows(name: string): Promise<DataTableRow[]> {
			const tables = await home();
			const filter = encodeURIComponent(JSON.stringify({ name }));
			const found = await call<{ data: Array<{ id: string }> }>(
				'GET',
				`${tables}?filter=${filter}`,
			);
			const rows = `${tables}/${found.data[0].id}/rows?sortBy=id:asc`;
			return (await call<{ data: DataTableRow[] }>('GET', rows)).data;
		},
	};
}
