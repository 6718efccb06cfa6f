const { findChromium } = require('../../tools/browser/chromium.cjs');
const { findProgram } = require('../../tools/findProgram.cjs');
const { findPostgres, findRedis, findSetpriv } = require('../../tools/queueMode/programs.cjs');

/** Programs that may be missing, and the folder or file of the tests that need them. */
const PROGRAMS = [
	['Chromium', findChromium, 'test/e2e/browser'],
	// n8n's Edit Image calls it.
	['GraphicsMagick', () => findProgram(['gm']), 'test/e2e/examples/20-crop-before-you-animate'],
	['redis-server', findRedis, 'test/e2e/queue'],
	['PostgreSQL', findPostgres, 'test/e2e/queue'],
	['setpriv of util-linux', findSetpriv, 'test/e2e/queue'],
];

/** The missing programs, each with the folder or file of the tests that are skipped. */
exports.missingPrograms = () =>
	PROGRAMS.filter(([, find]) => !find()).map(([program, , folder]) => ({ program, folder }));
