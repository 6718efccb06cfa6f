/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Installation } from '../n8n/environment';
import { SCHEDULERS } from '../n8n/scheduler';
import { findPostgres, findRedis, findSetpriv } from '../queueMode/programs.cjs';
import { loads, createsVideos, polls, servesAgents, stops, type Check } from './checks';
import { install } from './install';
import { killedWorker } from './killedWorker';
import { startEnvironment } from './environment';
import type { Version } from './versions';

/** The schedulers that store polls in the database. */
const DURABLE = SCHEDULERS.slice(2);

/** Whether the programs for n8n's queue mode are installed. */
const hasQueueMode = Boolean(findRedis() && findPostgres() && findSetpriv());

/** The columns of the table after those of the version. */
export const COLUMNS = [
	'Loads',
	'Create, Wait, file',
	'Trigger',
	'… with durable polls',
	'AI agent',
	'Stop within',
	'Jobs of a killed worker',
] as const;

export interface Row {
	version: Version;
	/** One per column; empty if the version was not installed. */
	cells: string[];
	/** Why it was not installed. */
	notInstalled?: string;
	/** The failures. */
	failures: string[];
}

/** Tests the package in one version of n8n. */
export async function tryVersion(
	version: Version,
	packageTarball: string,
	log: (note: string) => void,
): Promise<Row> {
	log('installing');
	const found = await install(version);
	if ('reason' in found) return { version, cells: [], notInstalled: found.reason, failures: [] };

	const failures: string[] = [];
	const failed = (what: string, { message }: Error): string => {
		failures.push(`${what} on n8n ${version.n8n}: ${message}`);
		return '**no**';
	};
	/** Runs checks in one n8n; a failure becomes a cell, and the other checks continue. */
	const cellsOf = async (checks: Check[], env?: Record<string, string>): Promise<string[]> => {
		const environment = await startEnvironment(found, packageTarball, env).catch(
			(error: Error) => error,
		);
		if (environment instanceof Error) return checks.map((check) => failed(check.name, environment));
		const cells: string[] = [];
		for (const check of checks) {
			log(check.name);
			environment.api.reset();
			cells.push(await check(environment).catch((error: Error) => failed(check.name, error)));
		}
		await environment.close();
		return cells;
	};

	const [loaded, created, polled, served, stopped] = await cellsOf([
		loads,
		createsVideos,
		polls,
		servesAgents,
		stops,
	]);
	const durable: string[] = [];
	for (const [, env] of DURABLE.filter(([, variables]) => knows(found, variables))) {
		durable.push(...(await cellsOf([polls], env)));
	}
	const polledDurably = durable.find((cell) => cell !== 'yes') ?? durable[0] ?? 'not in it';
	log('killedWorker');
	const jobs = hasQueueMode
		? await killedWorker(found).catch((error: Error) => failed('killedWorker', error))
		: 'not tried';
	return {
		version,
		cells: [loaded, created, polled, polledDurably, served, stopped, jobs],
		failures,
	};
}

/** Whether this n8n reads all these variables: each occurs in a file of its configuration. */
function knows({ n8nScript }: Installation, variables: Record<string, string>): boolean {
	const folder = join(dirname(n8nScript), '..', '..', '@n8n', 'config', 'dist', 'configs');
	const code = readdirSync(folder)
		.filter((name) => name.endsWith('.js'))
		.map((name) => readFileSync(join(folder, name), 'utf8'))
		.join('\n');
	return Object.keys(variables).every((name) => code.includes(`'${name}'`));
}
