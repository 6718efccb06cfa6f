import {
	ICredentialsHelper,
	Workflow,
	type IAuthenticateGeneric,
	type ICredentialDataDecryptedObject,
	type IHttpRequestOptions,
	type INode,
} from 'n8n-workflow';

import type { LoadedPackage } from './packageLoader';

/** n8n's part of credentials: holds the data and applies the real credential class to each request. */
export function credentialsHelper(
	{ credentialType, nodeTypes }: LoadedPackage,
	dataFor: (itemIndex: number) => ICredentialDataDecryptedObject,
): ICredentialsHelper {
	/** Resolves an expression of the credential class like n8n, with `$credentials`. */
	function resolve(expression: string, node: INode, data: ICredentialDataDecryptedObject): string {
		const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
		const value = workflow.expression.resolveSimpleParameterValue(
			expression,
			{},
			null,
			0,
			0,
			node.name,
			[],
			'internal',
			{ $credentials: data } as never,
		);
		return String(value);
	}

	const helper: Partial<ICredentialsHelper> = {
		getParentTypes: () => [],
		isCredentialUsableByNode: () => true,
		getDecrypted: async (...[, , , , , , resolving]) => ({ ...dataFor(resolving?.itemIndex ?? 0) }),
		preAuthentication: async () => undefined,
		getCredentialsProperties: () => credentialType.properties,
		async authenticate(data, _type, request, _workflow, node) {
			const { properties } = credentialType.authenticate as IAuthenticateGeneric;
			const headers = Object.fromEntries(
				Object.entries(properties.headers ?? {}).map(([name, value]) => [
					name,
					resolve(String(value), node as INode, data),
				]),
			);
			const options = request as IHttpRequestOptions;
			return { ...options, headers: { ...options.headers, ...headers } };
		},
	};
	return new Proxy(helper as ICredentialsHelper, {
		get(target, name, receiver) {
			if (name in target || typeof name === 'symbol' || name === 'then') {
				return Reflect.get(target, name, receiver);
			}
			throw new Error(`The test's credentials helper does not implement ${name}`);
		},
	});
}
