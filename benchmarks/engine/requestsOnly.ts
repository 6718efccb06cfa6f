import { NodeConnectionTypes, type IDataObject, type INodeType } from 'n8n-workflow';

import { createLimit } from '../../nodes/Hailuo/scheduling/limit';

/** Number of parallel requests, as in the Hailuo node by default. */
const AT_ONCE = 10;

/**
 * A node that only sends each item's prompt to the API with n8n's request helper: the minimum cost of
 * creating a video with n8n.
 */
export const requestsOnly = (baseUrl: string): INodeType => ({
	description: {
		displayName: 'Requests only',
		name: 'requestsOnly',
		group: ['transform'],
		version: 1,
		description: 'Sends prompts',
		defaults: { name: 'Requests only' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'hailuoApi', required: true }],
		properties: [],
	},
	async execute() {
		const limit = createLimit(AT_ONCE);
		const send = async ({ prompt }: IDataObject) =>
			(await this.helpers.httpRequestWithAuthentication.call(this, 'hailuoApi', {
				method: 'POST',
				url: `${baseUrl}/v1/videos/generations`,
				json: true,
				body: { model: 'MiniMax-Hailuo-02', prompt, quality: '768p', duration: 6 },
			})) as IDataObject;
		const answers = this.getInputData().map(
			async ({ json }) => await limit(async () => await send(json)),
		);
		return [(await Promise.all(answers)).map((json, item) => ({ json, pairedItem: { item } }))];
	},
});
