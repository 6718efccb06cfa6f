/** The part that the tests use; the package has no types. */
declare module '@20minutes/s3rver' {
	interface Options {
		address: string;
		/** 0: a free port. */
		port: number;
		silent: boolean;
		directory: string;
		configureBuckets: Array<{ name: string; configs: string[] }>;
	}

	export default class S3rver {
		constructor(options: Options);
		run(): Promise<{ port: number }>;
		close(): Promise<void>;
	}
}
