/**
 * Installs or updates what the commands need, and returns at once if everything is current:
 *
 *   node scripts/install.mjs         the development tools in node_modules
 *   node scripts/install.mjs --n8n   also the real n8n in test/e2e/node_modules
 *
 * `npm test`, `npm run demo` and `npm run dev` share the installation. It announces what it will do,
 * and after an interruption continues with what npm has already fetched. It uses plain Node without
 * dependencies, since it runs before anything is installed.
 */
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isInstalled, markInstalled, npmInstalledTheLock } from './install/state.mjs';
import { run, StepFailed } from './install/run.mjs';
import { adviceFor } from './install/advice.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const TOOLS = {
	title: 'development tools',
	folder: root,
	about: 'about 1 GB, 1 minute, once',
	rebuild: [],
	rebuildAbout: '',
};

/** n8n's own install scripts are not wanted; of all its packages only these two need theirs. */
const N8N = {
	title: 'n8n and its Node 24',
	folder: join(root, 'test', 'e2e'),
	about: 'about 3 GB, 4 minutes, once',
	rebuild: ['node', 'sqlite3'],
	rebuildAbout: 'about 1 minute, once',
};

/** Announces the download: what, how much, how long, and that it can be interrupted. */
function announce(parts) {
	console.log('To be installed first, once:');
	for (const { title, folder, about } of parts) {
		console.log(`  ${title}, ${about}, into ${join(relative(root, folder), 'node_modules')}`);
	}
	console.log('After a Ctrl-C or a broken connection, run the command again: it goes on.\n');
}

async function bringUpToDate({ title, folder, about, rebuild, rebuildAbout }) {
	// A failed rebuild (no compiler) is retried without downloading 3 GB again.
	if (!npmInstalledTheLock(folder)) {
		// What an earlier try has downloaded is in npm's cache and is not requested again.
		const fetching = ['--prefer-offline', '--fetch-retries=5'];
		const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', ...fetching];
		await run(`Installing ${title}`, about, folder, args);
	}
	if (rebuild.length > 0) {
		const args = ['rebuild', '--ignore-scripts=false', ...rebuild];
		await run(`Building ${rebuild.join(' and ')} for n8n`, rebuildAbout, folder, args);
	}
	markInstalled(folder);
}

try {
	const { values } = parseArgs({ options: { n8n: { type: 'boolean', default: false } } });
	const missing = (values.n8n ? [TOOLS, N8N] : [TOOLS]).filter(
		({ folder }) => !isInstalled(folder),
	);
	if (missing.length > 0) announce(missing);
	for (const part of missing) await bringUpToDate(part);
} catch (error) {
	console.error(error.message);
	if (error instanceof StepFailed) console.error(adviceFor(`${error.message}\n${error.log}`));
	process.exitCode = 1;
}
