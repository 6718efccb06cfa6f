import { randomBytes, randomUUID } from 'node:crypto';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const letters = () => [...randomBytes(8)].map((byte) => LETTERS[byte % LETTERS.length]).join('');

/** More than the tasks of an account while a simulator runs. */
const FIRST_NUMBER = 17_000_000n;
/** Beyond 2^53: read as a JSON number, it loses its last digits. */
const FIRST_LARGE_NUMBER = 90_071_992_547_409_931_234n;

/** What the IDs of a provider look like, by the creation time and the number of earlier tasks. */
const ID_KINDS = {
	/** As documented. */
	unified: (atMs: number) => `task-unified-${Math.floor(atMs / 1000)}-${letters()}`,
	number: (_atMs: number, tasks: number) => `${FIRST_NUMBER + BigInt(tasks)}`,
	largeNumber: (_atMs: number, tasks: number) => `${FIRST_LARGE_NUMBER + BigInt(tasks)}`,
	path: () => `org/task-${letters()}`,
	urn: () => `urn:uuid:${randomUUID()}`,
	base64: () => `a+${letters()}==`,
};

export type IdKind = keyof typeof ID_KINDS;

export function newTaskId(kind: IdKind, createdAtMs: number, earlierTasks: number): string {
	return ID_KINDS[kind](createdAtMs, earlierTasks);
}

/** The ID as a JSON value: a number if it consists of digits. */
const jsonId = (id: string): string | bigint => (/^\d+$/.test(id) ? BigInt(id) : id);

type IdName = 'id' | 'task_id' | 'taskId';
type Wrapper = 'data' | 'result' | 'task' | 'output' | 'data[0]' | '[0]';

/**
 * Where responses have a task's ID: the other fields of the task are beside it. `data`, `data[0]`
 * and `[0]` are the bare ID in a response to a create, `location` is its header `Location` with an
 * empty body; reads then have `id`.
 */
export type IdPlace = IdName | `${Wrapper}.${IdName}` | 'data' | 'data[0]' | '[0]' | 'location';

/** The wrapper of the ID, and its name; without a name, the response to a create contains only the ID. */
const partsOf = (place: IdPlace) => /^(.*?)\.?(id|task_id|taskId)?$/.exec(place)!.slice(1);

/** A task in a response of its own, with its ID in its place. */
export function withId(place: IdPlace, id: string, task: object): unknown {
	const [wrapper, name] = partsOf(place);
	return name ? wrapped(entryWithId(place, id, task), wrapper) : { id: jsonId(id), ...task };
}

/** An entry of a batch or list, which is not wrapped. */
export function entryWithId(place: IdPlace, id: string, task: object): object {
	const [, name = 'id'] = partsOf(place);
	return { [name]: jsonId(id), ...task };
}

/** The body of a response to a create that contains only the ID; undefined for other places. */
export function idAlone(place: IdPlace, id: string): unknown {
	const [wrapper, name] = partsOf(place);
	return name || place === 'location' ? undefined : wrapped(jsonId(id), wrapper);
}

/** @param wrapper such as `data` or `data[0]`; empty for none */
function wrapped(content: unknown, wrapper: string): unknown {
	const name = wrapper.replace('[0]', '');
	const inList = name === wrapper ? content : [content];
	return name ? { [name]: inList } : inList;
}
