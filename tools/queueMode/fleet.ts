/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
	DATABASE_TIMEOUT_MS,
	environment,
	newUserFolder,
	WITHOUT_EDITOR,
} from '../n8n/environment';
import { startN8n, startN8nProcess, type N8n } from '../n8n/n8n';
import { installPackage } from '../n8n/package';
import { freePorts } from '../n8n/ports';
import { DATABASE_USER, startPostgres } from './postgres';
import { startRedis } from './redis';

export interface FleetOptions {
	/** Number of executions that a worker runs in parallel. n8n's default is 10. */
	concurrency: number;
	/** Added to the environment of the main process and the workers. */
	env?: Record<string, string>;
}

export interface Worker {
	/** SIGTERM, as in a deployment; resolves when the worker has exited, however long that takes. */
	stop(): Promise<void>;
	/** Sends SIGKILL, as in a crash or a power failure. */
	kill(): Promise<void>;
	readonly logFile: string;
	/** IDs of the executions that it has started; an ID is repeated if it was started several times. */
	startedExecutions(): string[];
}

/** n8n in queue mode: a main process without its editor, its workers, and what they share. */
export type Fleet = Awaited<ReturnType<typeof startFleet>>;

/** Environment variables: n8n detects a dead worker after 30 to 90 s; with these after 10 to 12 s. */
export const fastCrashDetection = {
	QUEUE_WORKER_LOCK_DURATION: '10000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '1000',
	QUEUE_WORKER_STALLED_INTERVAL: '2000',
};

/** Longer than any test waits: after SIGTERM, a worker exits when its last execution has ended. */
const STOP_GRACE_MS = 120_000;

/** Starts Redis, PostgreSQL and a main process on free ports; workers are added later. */
export async function startFleet(options: FleetOptions) {
	const { concurrency } = options;
	const folder = newUserFolder();
	const subfolder = (name: string) => {
		const path = join(folder, name);
		mkdirSync(path);
		return path;
	};
	const postgres = await startPostgres();
	const redis = await startRedis(subfolder('redis'));
	const env = {
		...WITHOUT_EDITOR,
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(postgres.port),
		DB_POSTGRESDB_USER: DATABASE_USER,
		DB_POSTGRESDB_DATABASE: 'postgres',
		// n8n's defaults are two connections and 20 s, too few for 200 webhooks at once on a busy machine.
		DB_POSTGRESDB_POOL_SIZE: '10',
		DB_POSTGRESDB_CONNECTION_TIMEOUT: DATABASE_TIMEOUT_MS,
		N8N_ENCRYPTION_KEY: 'the same for all of the fleet',
		...options.env,
	};
	const stopServices = async () => {
		await Promise.all([redis.kill(), postgres.kill()]);
		rmSync(folder, { recursive: true, force: true });
	};
	const userFolder = subfolder('main');
	const startMain = async (port?: number) => await startN8n({ userFolder, port, env });
	let main = await startMain().catch(async (error: Error) => {
		await stopServices();
		throw error;
	});
	const workers: Worker[] = [];
	let started = 0;
	const startWorker = async (): Promise<Worker> => {
		const workerFolder = subfolder(`worker${(started += 1)}`);
		await installPackage(workerFolder);
		const [web, broker, health] = await freePorts(3);
		const ofWorker = {
			N8N_GRACEFUL_SHUTDOWN_TIMEOUT: String(STOP_GRACE_MS / 1000),
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: String(health),
			N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
			...env,
		};
		const logFile = join(workerFolder, 'n8n.log');
		const { stop, kill } = await startN8nProcess(
			`http://127.0.0.1:${health}/healthz/readiness`,
			environment(workerFolder, { web, broker }, ofWorker),
			logFile,
			'worker',
			`--concurrency=${concurrency}`,
		);
		return {
			stop: async () => await stop(STOP_GRACE_MS),
			kill: async () => await kill(),
			logFile,
			startedExecutions: () =>
				[...readFileSync(logFile, 'utf8').matchAll(/Worker started execution (\d+)/g)].map(
					([, id]) => id,
				),
		};
	};

	return {
		/** The running main process. */
		get main(): N8n {
			return main;
		},
		workers,
		redis,
		/** Starts more workers. */
		async addWorkers(count: number): Promise<Worker[]> {
			const added = await Promise.all(Array.from({ length: count }, startWorker));
			workers.push(...added);
			return added;
		},
		/** Starts the main process again at the same URL, after it was stopped or killed. */
		async startMain(): Promise<void> {
			main = await startMain(Number(new URL(main.url).port));
		},
		async stop(): Promise<void> {
			await Promise.all([...workers, main].map(async ({ kill }) => await kill()));
			await stopServices();
		},
	};
}
