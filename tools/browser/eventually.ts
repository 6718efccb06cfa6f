import { waitFor } from '../waitFor';

/** Repeats the expectations until all hold, since the editor renders asynchronously; rejects with the last failure. */
export async function eventually(expectations: () => Promise<void>): Promise<void> {
	let failure: Error | undefined;
	const areMet = async () =>
		await expectations().then(
			() => true,
			(error: Error) => void (failure = error),
		);
	await waitFor('expectations', areMet).catch((error: Error) => {
		throw failure ?? error;
	});
}
