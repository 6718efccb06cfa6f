const { accessSync, constants } = require('node:fs');
const { delimiter, join } = require('node:path');

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** The path of a Chromium that is installed on this machine; undefined where there is none. */
exports.findChromium = () =>
	process.env.PATH.split(delimiter)
		.flatMap((folder) => NAMES.map((name) => join(folder, name)))
		.find(isExecutable);

function isExecutable(path) {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
