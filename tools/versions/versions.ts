/** A version of n8n and of Node, as in npm. */
export interface Version {
	n8n: string;
	node: string;
}

/** The tested versions, oldest first: the last 1.x, the first 2.x, one in between, and the newest. */
export const VERSIONS: readonly Version[] = [
	{ n8n: '1.123.5', node: '20.20.2' },
	// The last 1.x. It depends on isolated-vm, which is prebuilt for Node 22 and 24 only.
	{ n8n: '1.123.81', node: '22.23.3' },
	{ n8n: '2.0.3', node: '20.20.2' },
	{ n8n: '2.20.12', node: '22.23.3' },
	{ n8n: '2.40.7', node: '24.21.0' },
	{ n8n: '2.41.1', node: '24.21.0' },
	{ n8n: '2.41.3', node: '24.21.0' },
];
