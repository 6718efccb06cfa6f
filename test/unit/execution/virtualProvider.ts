import type { IHttpRequestOptions } from 'n8n-workflow';

/**
 * What a create gets: a task; a task whose ID is lost; a refusal; a task that fails and is not charged.
 */
export const CREATE_FAULTS = ['none', 'lost', 'refused', 'failing'] as const;
/** A read gets the task, which is final, or an error that ends its polling. */
export const READ_FAULTS = ['none', 'none', 'rejected'] as const;

export interface Faults {
	/** For each create in order; further ones get none. */
	creates: ReadonlyArray<(typeof CREATE_FAULTS)[number]>;
	reads: ReadonlyArray<(typeof READ_FAULTS)[number]>;
}

export interface CreatedTask {
	id: string;
	key: string;
	prompt: string;
	fails: boolean;
}

/** A provider with planned faults. Its tasks are final at the first read. */
export class VirtualProvider {
	readonly tasks: CreatedTask[] = [];
	/** The IDs that creates have returned, in order. */
	readonly returned: string[] = [];
	private creates = 0;
	private reads = 0;

	constructor(
		private readonly honorsKey: boolean,
		private readonly faults: Faults,
	) {}

	get credential() {
		return {
			apiKey: 'test-key',
			baseUrl: 'https://api.example.com',
			idempotentCreate: this.honorsKey ? 'yes' : 'no',
		};
	}

	get charged(): CreatedTask[] {
		return this.tasks.filter(({ fails }) => !fails);
	}

	/** The charged ones of these IDs. */
	chargedOf(ids: readonly string[]): string[] {
		return this.charged.map(({ id }) => id).filter((id) => ids.includes(id));
	}

	respond({ method, url, body, headers = {} }: IHttpRequestOptions) {
		const path = url.split('/v1/')[1];
		if (method === 'POST' && path === 'videos/generations') {
			return this.create(body as { prompt: string }, String(headers['Idempotency-Key']));
		}
		const task = this.tasks.find(({ id }) => path === `tasks/${id}`);
		return task === undefined ? answer(404, { error: 'no such route' }) : this.read(task);
	}

	private create({ prompt }: { prompt: string }, key: string) {
		const fault = this.faults.creates[this.creates] ?? 'none';
		this.creates += 1;
		if (fault === 'refused') return answer(402, { error: { message: 'No credit' } });
		const known = this.honorsKey ? this.tasks.find((task) => task.key === key) : undefined;
		const id = `task-${this.tasks.length + 1}`;
		const task = known ?? { id, key, prompt, fails: fault === 'failing' };
		if (known === undefined) this.tasks.push(task);
		if (fault === 'lost') return answer(502, '');
		this.returned.push(task.id);
		return answer(200, { id: task.id, status: 'pending' });
	}

	private read({ id, fails }: CreatedTask) {
		const fault = this.faults.reads[this.reads] ?? 'none';
		this.reads += 1;
		if (fault === 'rejected') return answer(403, { error: { message: 'Not yours' } });
		return fails
			? answer(200, { id, status: 'failed', error: { code: 'service_error', message: 'Busy' } })
			: answer(200, { id, status: 'completed', results: ['https://media.example.com/v.mp4'] });
	}
}

const answer = (statusCode: number, body: unknown) => ({ statusCode, headers: {}, body });
