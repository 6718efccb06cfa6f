/** What every part of the bench may use. */
export interface Tools {
	/** The package as users get it: built if need be, and packed once. */
	tarball(): Promise<string>;
	/** How often to measure where once is not enough. */
	runs: number;
	/** Whether to measure what takes minutes instead of calculating it. */
	full: boolean;
	/** Tells who waits what is being done. */
	say(what: string): void;
}
