/**
 * Runs n8n's verification scan on a folder, and prints its result as JSON.
 *
 * node scan.mjs <folder> source|tarball
 */
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

/** The file patterns of the scan itself; that of published code is not exported there. */
const PATTERNS = { source: SOURCE_FILE_PATTERNS, tarball: ['**/*.js', 'package.json'] };

const [folder, kind] = process.argv.slice(2);
const { passed, message, details } = await analyzePackage(folder, PATTERNS[kind]);
process.stdout.write(JSON.stringify({ passed, message, details }));
