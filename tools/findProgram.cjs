const { accessSync, constants } = require('node:fs');
const { delimiter, join } = require('node:path');

const PATH = (process.env.PATH ?? '').split(delimiter);

/** The path of the first installed program of these names; undefined if there is none. */
exports.findProgram = (names, folders = PATH) =>
	folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable);

function isExecutable(path) {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
