/** What every part of the benchmark can use. */
export interface Tools {
	/** The package as users get it: built if necessary, and packed once. */
	tarball(): Promise<string>;
	/** Number of measurements, if one is not enough. */
	runs: number;
	/** Whether to measure long runs instead of calculating them. */
	full: boolean;
	/** Shows what is being measured. */
	log(what: string): void;
}
