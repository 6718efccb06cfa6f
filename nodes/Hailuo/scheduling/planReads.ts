/** A read that is not sent yet. Times are clock times, ms. */
export interface PlannedRead {
	/** The earliest time to send it. */
	dueAt: number;
	/** The latest time to send it: until then it may wait to be batched with others. At least `dueAt`. */
	latestAt: number;
	/** When the task is expected to end, by its estimate or progress; absent if unknown. */
	endsAt?: number;
	/** When the task was last read, or when polling began. */
	lastReadAt: number;
}

/**
 * When to send the next request: when the last read becomes due that can join the batch before any
 * read in it reaches its `latestAt`, or as soon as the batch is full. A read waits only if there are
 * others to wait for.
 *
 * @param reads sorted by `dueAt`, at least one
 * @param maxTasks maximum number of tasks in one request
 */
export function nextRequestAt(reads: readonly PlannedRead[], maxTasks: number): number {
	let at = reads[0].dueAt;
	let latestAt = reads[0].latestAt;
	for (const read of reads.slice(1, maxTasks)) {
		if (read.dueAt > latestAt) break;
		at = read.dueAt;
		latestAt = Math.min(latestAt, read.latestAt);
	}
	return at;
}

/**
 * Selects the reads for the next request from all that are due: first tasks whose expected end has
 * passed, earliest first, then the tasks that were read least recently.
 *
 * @param reads sorted by `dueAt`
 */
export function selectReads<T extends PlannedRead>(
	reads: readonly T[],
	now: number,
	maxTasks: number,
): T[] {
	const firstLater = reads.findIndex(({ dueAt }) => dueAt > now);
	const due = firstLater < 0 ? [...reads] : reads.slice(0, firstLater);
	if (due.length <= maxTasks) return due;
	const endOf = ({ endsAt = Infinity }: T) => (endsAt <= now ? endsAt : Infinity);
	return due
		.sort((a, b) => {
			const [endA, endB] = [endOf(a), endOf(b)];
			return endA === endB ? a.lastReadAt - b.lastReadAt : endA - endB;
		})
		.slice(0, maxTasks);
}
