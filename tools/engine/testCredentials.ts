import type {
	IAuthenticateGeneric,
	ICredentialDataDecryptedObject,
	ICredentialsHelper,
	IHttpRequestOptions,
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
			/** Resolves an expression of the credential class like n8n, with `$credentials`. */
			const resolve = (expression: string) =>
				workflow?.expression.resolveSimpleParameterValue(
					expression,
					{},
					null,
					0,
					0,
					node?.name ?? '',
					[],
					'internal',
					{ $credentials: data } as never,
				);
			const { properties } = credentialType.authenticate as IAuthenticateGeneric;
			const own = Object.entries(properties.headers ?? {});
			const headers = own.map(([name, value]) => [name, String(resolve(String(value)))]);
			const options = request as IHttpRequestOptions;
			return { ...options, headers: { ...options.headers, ...Object.fromEntries(headers) } };
		},
	};
	return helper as ICredentialsHelper;
}
