import { randomUUID } from 'node:crypto';

import { generate } from 'selfsigned';

export interface Certificate {
	readonly key: string;
	readonly cert: string;
}

/** A certificate for 127.0.0.1 that no client trusts by itself. */
export async function newCertificate(): Promise<Certificate> {
	// Clients that trust several certificates find each by its name.
	const name = { name: 'commonName', value: randomUUID() };
	const { private: key, cert } = await generate([name], {
		keyType: 'ec',
		algorithm: 'sha256',
		extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
	});
	return { key, cert };
}
