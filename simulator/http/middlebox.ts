/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Passes the bytes of connections on, unread, as a router between client and server does. */
export class Middlebox {
	/** The clients' connections, by the port from which each is passed on. */
	private readonly clients = new Map<number | undefined, Socket>();
	private readonly sockets = new Set<Socket>();
	private readonly server = createServer((client) => this.passOn(client));

	/** @param serverPort port of the server on 127.0.0.1 */
	constructor(private readonly serverPort: number) {}

	/** Starts on 127.0.0.1; returns the port. */
	async listen(port: number): Promise<number> {
		this.server.listen(port, '127.0.0.1');
		await once(this.server, 'listening');
		return (this.server.address() as AddressInfo).port;
	}

	/** The client's connection behind one of the server's, below any TLS. */
	clientOf({ remotePort }: Socket): Socket | undefined {
		return this.clients.get(remotePort);
	}

	async close(): Promise<void> {
		for (const socket of this.sockets) socket.destroy();
		this.server.close();
		await once(this.server, 'close');
	}

	private passOn(client: Socket): void {
		const server = connect(this.serverPort, '127.0.0.1', () => {
			this.clients.set(server.localPort, client);
		});
		for (const [from, to] of [
			[client, server],
			[server, client],
		]) {
			this.sockets.add(from);
			from.pipe(to);
			from.on('error', () => to.destroy());
			from.on('close', () => {
				this.sockets.delete(from);
				to.end();
			});
		}
	}
}
