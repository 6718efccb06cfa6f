/**
 * Runs n8n's verification scan on a folder, and prints the result as JSON.
 *
 * node scan.mjs <folder> source|tarball
 */
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

/** The files that the scan selects; for published code it does so inside a function. */
const PATTERNS = { source: SOURCE_FILE_PATTERNS, tarball: ['**/*.js', 'package.json'] };

const [folder, kind] = process.argv.slice(2);
const { passed, message, details } = await analyzePackage(folder, PATTERNS[kind]);
process.stdout.write(JSON.stringify({ passed, message, details }));
