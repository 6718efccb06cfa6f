/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { PackageDirectoryLoader } from 'n8n-core';
import type { ICredentialType, INodeType, INodeTypes } from 'n8n-workflow';
import { resolve } from 'path';

/** The built package, loaded as n8n loads it: from its manifest and dist. */
export interface LoadedPackage {
	nodeTypes: INodeTypes;
	credentialType: ICredentialType;
}

let loading: Promise<LoadedPackage> | undefined;

export async function loadPackage(): Promise<LoadedPackage> {
	loading ??= load();
	return await loading;
}

async function load(): Promise<LoadedPackage> {
	const loader = new PackageDirectoryLoader(resolve(__dirname, '../..'));
	await loader.loadAll();
	const nodeType = (type: string) => loader.getNode(type.split('.')[1]).type as INodeType;
	const nodeTypes: INodeTypes = {
		getByName: nodeType,
		getByNameAndVersion: nodeType,
		getKnownTypes: () => ({}),
	};
	return { nodeTypes, credentialType: loader.getCredential('hailuoApi').type };
}
