import {
	ICredentialsHelper,
	type IAuthenticateGeneric,
	type ICredentialDataDecryptedObject,
	type IHttpRequestOptions,
	type INode,
	type Workflow,
} from 'n8n-workflow';

import type { LoadedPackage } from './packageLoader';

/** n8n's part of credentials: holds the data and applies the real credential class to each request. */
export function credentialsHelper(
	{ credentialType }: LoadedPackage,
	dataFor: (itemIndex: number) => ICredentialDataDecryptedObject,
): ICredentialsHelper {
	const helper: Partial<ICredentialsHelper> = {
		getParentTypes: () => [],
		isCredentialUsableByNode: () => true,
		getDecrypted: async (...[, , , , , , resolving]) => ({ ...dataFor(resolving?.itemIndex ?? 0) }),
		preAuthentication: async () => undefined,
		getCredentialsProperties: () => credentialType.properties,
		async authenticate(data, _type, request, workflow, node) {
			if (!workflow || !node) throw new Error('Credential expressions need workflow and node');
			const { properties } = credentialType.authenticate as IAuthenticateGeneric;
			const headers = Object.fromEntries(
				Object.entries(properties.headers ?? {}).map(([name, value]) => [
					name,
					resolve(String(value), workflow, node, data),
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

/** Resolves an expression of the credential class like n8n, with `$credentials`. */
function resolve(
	expression: string,
	workflow: Workflow,
	node: INode,
	data: ICredentialDataDecryptedObject,
): string {
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
