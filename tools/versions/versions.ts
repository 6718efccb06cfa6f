/** A version of n8n, and one of Node that it runs on; both as npm knows them. */
export interface Version {
	n8n: string;
	node: string;
}

/** What is tested, oldest first: the end of 1.x, the start of 2.x, one in between, and what is newest. */
export const VERSIONS: readonly Version[] = [
	{ n8n: '1.123.5', node: '20.20.2' },
	// The last of 1.x. It brings isolated-vm, which is prebuilt for Node 22 and 24 only.
	{ n8n: '1.123.81', node: '22.23.3' },
	{ n8n: '2.0.3', node: '20.20.2' },
	{ n8n: '2.20.12', node: '22.23.3' },
	{ n8n: '2.40.7', node: '24.21.0' },
	{ n8n: '2.41.1', node: '24.21.0' },
	{ n8n: '2.41.3', node: '24.21.0' },
];
