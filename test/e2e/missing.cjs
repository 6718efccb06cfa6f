const programs = require('../../tools/programs.cjs');

/** Programs that may be missing, and the folder or file of the tests that need them. */
const PROGRAMS = [
	['Chromium', programs.findChromium, 'test/e2e/browser'],
	// n8n's Edit Image calls it.
	['GraphicsMagick', programs.findGraphicsMagick, 'test/e2e/examples/20-crop-before-you-animate'],
	['redis-server', programs.findRedis, 'test/e2e/queue'],
	['PostgreSQL', programs.findPostgres, 'test/e2e/queue'],
	['setpriv of util-linux', programs.findSetpriv, 'test/e2e/queue'],
];

/** The missing programs, each with the folder or file of the tests that are skipped. */
exports.missingPrograms = () =>
	PROGRAMS.filter(([, find]) => !find()).map(([program, , folder]) => ({ program, folder }));
