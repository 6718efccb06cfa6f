/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import 'reflect-metadata';
import { createRequire } from 'node:module';

import { createAndWaitParams, simulated } from './harness/simulatedNode';

/** The container of the n8n-core that runs the node. */
const ofCore = createRequire(require.resolve('n8n-core'));
const { Container } = ofCore('@n8n/di') as {
	Container: { get<T>(type: new (...args: never[]) => T): T };
};
const { SsrfProtectionConfig } = ofCore('@n8n/config') as {
	SsrfProtectionConfig: new () => { enabled: boolean };
};

describe('N8N_SSRF_PROTECTION_ENABLED', () => {
	const node = simulated();
	const config = Container.get(SsrfProtectionConfig);
	beforeAll(() => void (config.enabled = true));
	afterAll(() => void (config.enabled = false));

	it('blocks a create to a host in a private network, and the error names the setting', async () => {
		const { error } = await node.run({ parameters: createAndWaitParams() });

		expect(error?.message).toBe(
			"The API could not be reached: n8n's SSRF protection does not allow this host",
		);
		expect(error?.description).toBe(
			'An n8n administrator can allow it with N8N_SSRF_ALLOWED_HOSTNAMES or N8N_SSRF_ALLOWED_IP_RANGES. Nothing was charged.',
		);
		expect(node.api.requests).toHaveLength(0);
	});
});
