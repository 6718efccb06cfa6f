/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import tls, { type ConnectionOptions } from 'node:tls';

/** Makes all clients of this process trust a certificate (PEM), as `NODE_EXTRA_CA_CERTS` does. */
export function trustCertificate(certificate: string | undefined): void {
	const { connect } = tls;
	jest
		.spyOn(tls, 'connect')
		.mockImplementation(((options: ConnectionOptions, onConnect?: () => void) =>
			connect({ ...options, ca: certificate }, onConnect)) as typeof connect);
}
