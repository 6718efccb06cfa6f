/** What is installed in a folder: npm's own record, and our stamp of a complete installation. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const stampFile = (folder) => join(folder, 'node_modules', '.installed');

/** The lock file determines what is installed; the platform is added for folders shared with Docker. */
function wanted(folder) {
	const lock = readFileSync(join(folder, 'package-lock.json'));
	return createHash('sha256')
		.update(`${process.platform} ${process.arch}\n`)
		.update(lock)
		.digest('hex');
}

/** Whether everything was installed and built from the current lock file. */
export function isInstalled(folder) {
	try {
		return readFileSync(stampFile(folder), 'utf8') === wanted(folder);
	} catch {
		return false;
	}
}

/** Call it after the last step: an interrupted installation has no stamp. */
export function markInstalled(folder) {
	writeFileSync(stampFile(folder), wanted(folder));
}

/**
 * Whether npm's record in node_modules matches the lock file, e.g. after a developer's own
 * `npm install`: then `npm ci` would delete and fetch the very same files.
 */
export function npmInstalledTheLock(folder) {
	let lock;
	let installed;
	try {
		lock = packagesOf(join(folder, 'package-lock.json'));
		installed = packagesOf(join(folder, 'node_modules', '.package-lock.json'));
	} catch {
		return false;
	}
	return Object.entries(lock).every(([path, entry]) => {
		if (path === '') return true; // the project itself
		const found = installed[path];
		if (!found) return Boolean(entry.optional || entry.os || entry.cpu);
		return found.version === entry.version && found.integrity === entry.integrity;
	});
}

const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
