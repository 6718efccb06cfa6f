import type { CredentialInput } from '../../../../tools/n8n/credentials';
import { waitFor } from '../../../../tools/waitFor';
import type { Example } from './example';

/** A server that stands for a service of an example. */
interface Service {
	/** For a credential of its type. */
	credential: CredentialInput['data'];
	close(): Promise<void>;
}

/** Starts a service for each test, and adds its credential to the example. */
export function serviceOf<T extends Service>(
	example: Example,
	credentialType: string,
	start: () => Promise<T>,
): T {
	let service: T;
	beforeEach(async () => {
		service = await start();
		await example.addCredential(credentialType, service.credential);
	});
	afterEach(async () => await service.close());
	// A test file refers to it before it is started.
	return new Proxy({} as T, { get: (_, name) => Reflect.get(service, name) });
}

/** Waits until a service has received this many mails or messages. */
export async function waitForReceived(received: readonly unknown[], count: number): Promise<void> {
	await waitFor(`${count} messages`, async () => received.length >= count || undefined);
}
