/**
 * Runs the scan of n8n's verification over a folder, and prints what it finds as JSON.
 *
 * node scan.mjs <folder> source|tarball
 */
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

/** The scan's own choice of files: that of published code stands in the middle of a function there. */
const PATTERNS = { source: SOURCE_FILE_PATTERNS, tarball: ['**/*.js', 'package.json'] };

const [folder, kind] = process.argv.slice(2);
const { passed, message, details } = await analyzePackage(folder, PATTERNS[kind]);
process.stdout.write(JSON.stringify({ passed, message, details }));
