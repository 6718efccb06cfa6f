import type { INodeExecutionData, INodeTypeDescription } from 'n8n-workflow';
import { credentials } from './credentials';
import { dataTables } from './dataTables';
import { executions } from './executions';
import type { Session } from './session';
import { workflows } from './workflows';

/** A client of n8n's internal REST API, with the functions of the editor. */
export type N8nClient = ReturnType<typeof n8nClient>;

export function n8nClient(url: string, session: Session) {
	return {
		url,
		/** The login as a Cookie header: for a browser, or for a second client of the same n8n. */
		cookie: session.cookie,
		...credentials(session),
		...workflows(session),
		...executions(session),
		...dataTables(session),

		/** The bytes of an item's file. */
		async binary(item: INodeExecutionData, field = 'data'): Promise<Buffer> {
			const file = item.binary?.[field];
			if (!file) throw new Error(`The item has no binary field "${field}"`);
			if (!file.id) return Buffer.from(file.data, 'base64');
			return await session.bytes(
				`/rest/binary-data?id=${encodeURIComponent(file.id)}&action=download`,
			);
		},

		/** All node types of this n8n, as the editor gets them. */
		async nodeTypes(): Promise<INodeTypeDescription[]> {
			return JSON.parse((await session.bytes('/types/nodes.json')).toString());
		},
	};
}
