import type { Credits } from '../../domain/credits';
import { ABORTED, type ItemFailure } from '../../execution/itemResult';
import type { RunContext } from '../../execution/runContext';
import type { HailuoClient } from '../../transport/client';
import { formatError, suggestionFor } from '../../transport/errorMessages';
import { lacksRoute } from '../../transport/missingRoute';
import { err, type Result } from '../../utils/result';
import { readOptionalRoute } from './readOptionalRoute';

/**
 * Reads the credits of an account; transient errors are retried.
 *
 * @param what requires them, as the form calls it, e.g. "Get Credits"
 * @param withoutRoute what to do where the provider cannot tell the credits
 */
export async function readCredits(
	run: RunContext,
	client: HailuoClient,
	what: string,
	withoutRoute: string,
): Promise<Result<Credits, ItemFailure>> {
	const credits = await readOptionalRoute(run, async () => await client.getCredits());
	if (credits.ok) return credits;
	if (run.signal.aborted) return err(ABORTED);
	const { error } = credits;
	if (lacksRoute(error)) {
		return err({
			message: `This API does not tell the credits, which ${what} requires: ${formatError(error)}`,
			suggestion: `${withoutRoute} If your provider has them, check Base URL in the credential.`,
		});
	}
	return err({
		message: `The credits could not be read, which ${what} requires: ${formatError(error)}`,
		suggestion: suggestionFor(error, 'read'),
		httpStatus: error.status,
	});
}
