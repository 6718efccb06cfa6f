export function step<T>(
	label: string,
	work: (log: (note: string) => void) => Promise<T>,
	summary?: (result: T) => string,
): Promise<T>;
