/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { startSimulator, type Simulator, type TaskPlan } from '../../../../simulator';
import { WITHOUT_EDITOR } from '../../../../tools/n8n/environment';
import { startN8n, type N8n } from '../../../../tools/n8n/n8n';
import { packageTarball } from '../../../../tools/n8n/pack';
import { newUserFolder } from '../../../../tools/n8n/userFolder';

/** A separate n8n without its editor for one test file, which can be killed and started again with the same data. */
export interface RestartableN8n {
	readonly n8n: N8n;
	readonly api: Simulator;
	/** The folder that nodes may write to. */
	readonly disk: string;
	/** Kills it with SIGKILL and starts it again, with `env` added to its environment. */
	killAndRestart(env?: Record<string, string>): Promise<void>;
}

/**
 * Starts n8n and a simulator for the test file, and stops them at its end.
 *
 * @param task behavior of the simulator's tasks
 * @param always added to the environment at every start
 */
export function restartableN8n(
	task: TaskPlan,
	always: Record<string, string> = {},
): RestartableN8n {
	let userFolder: string;
	let disk: string;
	let api: Simulator;
	let n8n: N8n;

	const start = async (env?: Record<string, string>) =>
		await startN8n({
			packageTarball: await packageTarball(userFolder),
			userFolder,
			env: { ...WITHOUT_EDITOR, N8N_RESTRICT_FILE_ACCESS_TO: disk, ...always, ...env },
		});

	beforeAll(async () => {
		userFolder = newUserFolder();
		disk = join(realpathSync(userFolder), 'videos');
		mkdirSync(disk);
		api = await startSimulator({ task });
		n8n = await start();
	});
	afterAll(async () => {
		await n8n.stop();
		await api.close();
		rmSync(userFolder, { recursive: true, force: true });
	});

	return {
		get n8n() {
			return n8n;
		},
		get api() {
			return api;
		},
		get disk() {
			return disk;
		},
		async killAndRestart(env) {
			await n8n.kill();
			n8n = await start(env);
		},
	};
}
