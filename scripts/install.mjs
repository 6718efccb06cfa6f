/**
 * Installs or updates what the commands need, and returns at once if everything is current:
 *
 *   node scripts/install.mjs         the development tools in node_modules
 *   node scripts/install.mjs --n8n   also the real n8n in test/e2e/node_modules
 *
 * It announces what it will do, and after an interruption continues with what npm has already fetched.
 * It uses plain Node without dependencies, since it runs before anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const TOOLS = {
	title: 'development tools, about 1 GB, 1 minute',
	folder: root,
	rebuild: [],
};

/** n8n's own install scripts are not wanted; of all its packages only these two need theirs. */
const N8N = {
	title: 'n8n and its Node 24, about 3 GB, 5 minutes',
	folder: join(root, 'test', 'e2e'),
	rebuild: ['node', 'sqlite3'],
};

const COMPILER =
	'n8n’s database driver (sqlite3) may have to be compiled, which needs Python 3 with setuptools, make and a C++ compiler.\nDebian/Ubuntu: sudo apt-get install -y python3-setuptools make g++';

const stampFile = (folder) => join(folder, 'node_modules', '.installed');

/** The lock file determines what is installed; the platform is added for folders shared with Docker. */
function wantedStamp(folder) {
	const lock = readFileSync(join(folder, 'package-lock.json'));
	const platform = `${process.platform} ${process.arch}\n`;
	return createHash('sha256').update(platform).update(lock).digest('hex');
}

/** Whether everything was installed and rebuilt from the current lock file. */
function isInstalled({ folder }) {
	try {
		return readFileSync(stampFile(folder), 'utf8') === wantedStamp(folder);
	} catch {
		return false;
	}
}

/**
 * Whether npm's record in node_modules matches the lock file, e.g. after a failed rebuild or a
 * developer's own `npm install`: then `npm ci` would delete and fetch the very same files.
 */
function isFetched(folder) {
	const packagesOf = (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')).packages;
	let installed;
	try {
		installed = packagesOf('node_modules/.package-lock.json');
	} catch {
		return false;
	}
	return Object.entries(packagesOf('package-lock.json')).every(([path, entry]) => {
		if (path === '') return true; // the project itself
		const found = installed[path];
		if (!found) return Boolean(entry.optional || entry.os || entry.cpu);
		return found.version === entry.version && found.integrity === entry.integrity;
	});
}

/** Runs npm, which shows its own progress and errors; ends this process if it fails. */
function npm(cwd, args, advice = '') {
	// On Windows npm is a .cmd file, which only a shell can start; the arguments are our own and safe.
	const shell = process.platform === 'win32';
	const { status, error } = spawnSync('npm', args, { cwd, shell, stdio: 'inherit' });
	if (status === 0) return;
	const command = `npm ${args.join(' ')}`;
	console.error(`\n\`${command}\` failed in ${cwd}. ${error?.message ?? ''}\n${advice}`.trimEnd());
	process.exit(1);
}

const wanted = process.argv.includes('--n8n') ? [TOOLS, N8N] : [TOOLS];
const missing = wanted.filter((part) => !isInstalled(part));
if (missing.length > 0) {
	console.log('To be installed first, once:');
	for (const { title, folder } of missing) {
		console.log(`  ${title}, into ${join(relative(root, folder), 'node_modules')}`);
	}
	console.log('After a Ctrl-C or a broken connection, run the command again: it goes on.\n');
}
for (const { folder, rebuild } of missing) {
	const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
	if (!isFetched(folder)) {
		// What an earlier try has downloaded is in npm's cache and is not requested again.
		const fetching = ['--prefer-offline', '--fetch-retries=5'];
		npm(folder, ['ci', '--ignore-scripts', ...quiet, ...fetching]);
	}
	if (rebuild.length > 0) {
		npm(folder, ['rebuild', '--ignore-scripts=false', ...quiet, ...rebuild], COMPILER);
	}
	writeFileSync(stampFile(folder), wantedStamp(folder));
}
