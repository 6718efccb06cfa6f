/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import tls, { type ConnectionOptions } from 'node:tls';

const trusted = new Set<string>();
const { connect } = tls;

/**
 * Makes the clients of this process trust a certificate (PEM), as `NODE_EXTRA_CA_CERTS` does for n8n.
 * Test files in one process share `tls`, so that another file may have replaced `connect`, too.
 */
export function trustCertificate(certificate: string): void {
	trusted.add(certificate);
	tls.connect = ((options: ConnectionOptions, onConnect?: () => void) =>
		connect(
			{ ...options, ca: [options.ca ?? [], ...trusted].flat() },
			onConnect,
		)) as typeof connect;
}
