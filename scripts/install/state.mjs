/** What is installed in a folder: npm's own record, and our stamp for "everything was done". */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const stampFile = (folder) => join(folder, 'node_modules', '.installed');

/** The lock file decides what is installed; the platform is in it for folders seen by two (Docker). */
function wanted(folder) {
	const lock = readFileSync(join(folder, 'package-lock.json'));
	return createHash('sha256')
		.update(`${process.platform} ${process.arch}\n`)
		.update(lock)
		.digest('hex');
}

/** True where everything was installed and built from the lock file as it is now. */
export function isInstalled(folder) {
	try {
		return readFileSync(stampFile(folder), 'utf8') === wanted(folder);
	} catch {
		return false;
	}
}

/** To be called after the last step only: an install that was interrupted leaves no stamp. */
export function markInstalled(folder) {
	writeFileSync(stampFile(folder), wanted(folder));
}

/**
 * True where npm's record in node_modules agrees with the lock file, e.g. after a developer's own
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
