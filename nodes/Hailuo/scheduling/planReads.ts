/** A read that waits for its request. Times are clock times, ms. */
export interface PlannedRead {
	/** Not earlier than this. */
	dueAt: number;
	/** A batch may wait for other reads until then; at least `dueAt`. */
	latestAt: number;
	/** When the task is expected to end, as far as its estimate or progress tells. */
	endsAt?: number;
	/** When it was last read, or polling began. */
	lastReadAt: number;
}

/**
 * When the next request is due: with the last read that falls due before any of those in front of it
 * must go, or as soon as a batch is full. So a read waits for others only if there are others.
 *
 * @param reads by `dueAt`, at least one
 * @param maxTasks in one request
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
 * The reads of the next request, of all that are due: first those of tasks whose end is due, the
 * earliest first, then those that were not read for longest.
 *
 * @param reads by `dueAt`
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
