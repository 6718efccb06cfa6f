/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { mkdirSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { CredentialInput, CredentialReference } from '../../../../tools/n8n/credentials';
import type { Execution } from '../../../../tools/n8n/execution';
import { FILES_FOLDER } from '../../../../tools/n8n/fileNode';
import type { SimulatedN8n } from '../../harness/simulatedN8n';
import type { SavedWorkflow } from '../../../../tools/n8n/workflows';
import { filledInExample, type FilledIn } from '../../../../tools/examples/file';
import { withoutPrompt } from './videos';

type Changes = Pick<FilledIn, 'standIns' | 'pinData'>;

/** An example in an n8n, with everything that it says to fill in. */
export interface Example {
	/** The name of its file. */
	name: string;
	/** Imports it, with the credentials added before. */
	importWorkflow(changes?: Changes): Promise<SavedWorkflow>;
	/** Imports and runs it; fails if an error ends the run. */
	run(trigger: string, changes?: Changes): Promise<Execution>;
	/** Adds a credential for the nodes of a service. */
	addCredential(type: string, data: CredentialInput['data']): Promise<CredentialReference>;
	/** The folder that it may write to. */
	disk(): string;
	/** Files that it has saved to disk, by name (`withoutPrompt`). */
	files(): Record<string, Buffer>;
	/** Their names, sorted. */
	saved(): string[];
}

/** The example, by default the one that the test file is named after, with an empty folder as its disk. */
export function exampleOf(
	hailuo: SimulatedN8n,
	name = basename(expect.getState().testPath ?? '', '.test.ts'),
): Example {
	const credentials: Record<string, CredentialReference> = {};
	let disk: string;

	beforeEach(() => {
		disk = join(realpathSync(FILES_FOLDER), name);
		rmSync(disk, { recursive: true, force: true });
		mkdirSync(disk);
	});

	const importWorkflow: Example['importWorkflow'] = async (changes) =>
		await hailuo.n8n.createWorkflow(
			filledInExample(name, {
				credentials: { ...hailuo.credentials, ...credentials },
				disk,
				...changes,
			}),
		);

	return {
		name,
		importWorkflow,
		async run(trigger, changes) {
			const { id } = await importWorkflow(changes);
			const execution = await hailuo.n8n.run(id, { trigger });
			expect(execution.error).toBeUndefined();
			return execution;
		},
		async addCredential(type, data) {
			return (credentials[type] = await hailuo.n8n.createCredential({ name: type, type, data }));
		},
		disk: () => disk,
		files: () =>
			Object.fromEntries(
				readdirSync(disk).map((file) => [withoutPrompt(file), readFileSync(join(disk, file))]),
			),
		saved: () => readdirSync(disk).map(withoutPrompt).sort(),
	};
}
