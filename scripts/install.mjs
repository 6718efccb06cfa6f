/**
 * Brings what the commands need up to date, and returns at once when it is:
 *
 *   node scripts/install.mjs         the development tools in node_modules
 *   node scripts/install.mjs --n8n   also the real n8n in test/e2e/node_modules
 *
 * Plain Node without a dependency: it runs before anything is installed.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isInstalled, markInstalled, npmInstalledTheLock } from './install/state.mjs';
import { run, StepFailed } from './install/run.mjs';
import { adviceFor } from './install/advice.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const TOOLS = {
	title: 'development tools',
	folder: root,
	about: 'about 1 minute, once',
	rebuild: [],
	rebuildAbout: '',
};

/** n8n's own install scripts are not wanted; of all its packages only these two need theirs. */
const N8N = {
	title: 'n8n and its Node 24',
	folder: join(root, 'test', 'e2e'),
	about: 'about 4 minutes and 3 GB, once',
	rebuild: ['node', 'sqlite3'],
	rebuildAbout: 'about 1 minute, once',
};

async function bringUpToDate({ title, folder, about, rebuild, rebuildAbout }) {
	if (isInstalled(folder)) return;
	// A rebuild that failed (no compiler) is tried again without fetching 3 GB once more.
	if (!npmInstalledTheLock(folder)) {
		const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
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
	await bringUpToDate(TOOLS);
	if (values.n8n) await bringUpToDate(N8N);
} catch (error) {
	console.error(error.message);
	if (error instanceof StepFailed) console.error(adviceFor(`${error.message}\n${error.log}`));
	process.exitCode = 1;
}
