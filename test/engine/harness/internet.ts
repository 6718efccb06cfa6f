/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { promises as dns } from 'node:dns';
import {
	createServer,
	request as send,
	type IncomingMessage,
	type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** Handles the requests to a host. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** A simulated Internet behind an HTTP proxy, for one test file. */
export interface Internet {
	/** All requested URLs, in order; of https only the origin. */
	readonly requested: string[];
	/** Adds a host. */
	add(host: string, site: RequestHandler): void;
	/** IP addresses by host name. Default: a public address. */
	readonly addresses: Map<string, string>;
}

const PUBLIC_ADDRESS = '93.184.215.14';
const PROXY_VARIABLES = ['http_proxy', 'https_proxy', 'no_proxy', 'NO_PROXY'] as const;

/**
 * Sends n8n's requests through a proxy (`http_proxy`), so that hosts can have public names and no
 * request leaves the machine.
 */
export function internet(): Internet {
	const requested: string[] = [];
	const sites = new Map<string, RequestHandler>();
	const addresses = new Map<string, string>();
	const before = PROXY_VARIABLES.map((name) => [name, process.env[name]] as const);
	const proxy = createServer((request, response) => {
		const url = new URL(request.url ?? '');
		requested.push(url.href);
		const site = sites.get(url.host);
		if (site === undefined) response.writeHead(502).end();
		else site(request, response);
	});
	proxy.on('connect', ({ url }, socket) => {
		requested.push(`https://${url}`);
		socket.destroy();
	});

	beforeAll(async () => {
		await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
		const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
		for (const name of PROXY_VARIABLES) delete process.env[name];
		Object.assign(process.env, { http_proxy: address, https_proxy: address });
		const lookup = async (name: string) => [
			{ address: addresses.get(name) ?? PUBLIC_ADDRESS, family: 4 },
		];
		jest.spyOn(dns, 'lookup').mockImplementation(lookup as never);
	});
	afterEach(() => {
		requested.length = 0;
		addresses.clear();
	});
	afterAll(async () => {
		for (const [name, value] of before) {
			if (value === undefined) delete process.env[name];
			else process.env[name] = value;
		}
		jest.restoreAllMocks();
		await new Promise((resolve) => proxy.close(resolve));
	});
	return { requested, addresses, add: (host, site) => void sites.set(host, site) };
}

/** Forwards requests to another server of this machine. */
export function forwardTo(origin: string): RequestHandler {
	return (request, response) => {
		const { pathname, search } = new URL(request.url ?? '');
		const { method, headers } = request;
		const forwarded = send(origin + pathname + search, { method, headers }, (answer) => {
			response.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(response);
		});
		request.pipe(forwarded);
	};
}
