import { createHash } from 'crypto';

/** A value as 43 characters of `[A-Za-z0-9_-]` that do not tell it. */
export function digest(value: unknown): string {
	return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}
