/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { mkdtempSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { dependencies } from '../../test/e2e/package.json';

/** Logs and files of the last test run; git ignores it. */
export const RUN_FOLDER = join(__dirname, '../../test/e2e/.run');

/** Outside the repository: 3 GB per version, shared by several clones. */
const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'n8n-nodes-hailuo');

/** Whether the end-to-end tests use this version by default. */
export const isDefault = (version: string) => version === dependencies.n8n;

/** Where a version of n8n is installed, by `npm run test:matrix` if it is not the default. */
export const folderOf = (version: string) =>
	isDefault(version) ? join(__dirname, '../../test/e2e') : join(CACHE, `n8n-${version}`);

const { N8N_VERSION = dependencies.n8n } = process.env;

/** The n8n that is started, and the version of Node that it requires, independent of the developer's Node. */
const modules = join(folderOf(N8N_VERSION), 'node_modules');
export const n8nScript = join(modules, 'n8n', 'bin', 'n8n');
export const nodeBinary = join(
	modules,
	'node',
	'bin',
	process.platform === 'win32' ? 'node.exe' : 'node',
);

/** A new folder for one n8n: its database, files and packages. */
export const newUserFolder = () => mkdtempSync(join(tmpdir(), 'hailuo-n8n-'));

/**
 * The environment variables that n8n inherits. An N8N_…, DB_… or NODE_ENV=test of the developer's
 * shell or of jest would change what is tested.
 */
const INHERITED =
	'HOME LANG TZ TMPDIR TEMP TMP USERPROFILE APPDATA SystemRoot HTTP_PROXY HTTPS_PROXY http_proxy https_proxy NODE_EXTRA_CA_CERTS';

const QUIET = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	// Older versions of n8n do not start if an unknown module is disabled.
	...(isDefault(N8N_VERSION) && { N8N_DISABLED_MODULES: 'mcp-registry' }),
};

/**
 * n8n responds to everything with 503 once its database has taken this long to answer a `SELECT 1`; its
 * default is 5 s, which a burst of webhooks on a busy machine exceeds.
 */
export const DATABASE_TIMEOUT_MS = '150000';

/** Node's compile cache, which makes all starts of n8n except the first faster. */
export const COMPILED = 'compiled';

/**
 * For an n8n that nobody opens in a browser and that runs no Code node: it starts in 6 s of CPU time
 * instead of 11, since it neither copies the editor's files nor starts a task runner.
 */
export const WITHOUT_EDITOR = {
	N8N_DISABLE_UI: 'true',
	N8N_RUNNERS_MODE: 'external',
	N8N_RUNNERS_AUTH_TOKEN: 'no runner connects',
};

export interface Ports {
	/** Of the editor and the REST API. */
	web: number;
	/** Of the broker between n8n and its task runner; n8n exits if the port is in use. */
	broker: number;
}

/** The environment of an n8n that shares nothing with others on this machine. */
export function environment(
	userFolder: string,
	ports: Ports,
	extra: Record<string, string> = {},
): Record<string, string> {
	const inherited = INHERITED.split(' ').flatMap((name) => {
		const value = process.env[name];
		return value === undefined ? [] : [[name, value]];
	});
	const noProxy = [process.env.NO_PROXY ?? process.env.no_proxy, '127.0.0.1', 'localhost'];
	return {
		...Object.fromEntries(inherited),
		NO_PROXY: noProxy.filter(Boolean).join(','),
		// n8n starts its task runner with the `node` it finds first.
		PATH: [dirname(nodeBinary), process.env.PATH].join(delimiter),
		...QUIET,
		NODE_ENV: 'production',
		NODE_COMPILE_CACHE: join(RUN_FOLDER, COMPILED),
		N8N_USER_FOLDER: userFolder,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_PORT: String(ports.web),
		N8N_RUNNERS_BROKER_PORT: String(ports.broker),
		N8N_SECURE_COOKIE: 'false',
		DB_PING_TIMEOUT_MS: DATABASE_TIMEOUT_MS,
		// Seconds that n8n waits for executions when it stops; the default is 30.
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '3',
		...extra,
	};
}
