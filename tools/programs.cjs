const { dirname } = require('node:path');
const { globSync } = require('glob');
const which = require('which');

/** The path of the first installed program of these names; undefined if there is none. */
const find = (...names) =>
	names.map((name) => which.sync(name, { nothrow: true })).find(Boolean) ?? undefined;

exports.findChromium = () => find('chromium', 'chromium-browser', 'google-chrome');
exports.findGraphicsMagick = () => find('gm');
exports.findRedis = () => find('redis-server');

/** The folder with the programs of the newest PostgreSQL server, which Debian does not put into PATH. */
exports.findPostgres = () => {
	const version = (path) => Number(path.split('/').at(-3));
	const debian = globSync('/usr/lib/postgresql/*/bin/postgres');
	const server = debian.sort((a, b) => version(b) - version(a))[0] ?? find('postgres');
	return server && dirname(server);
};

/** setpriv starts a program that ends with this process, and as another user; Linux only. */
exports.findSetpriv = () => find('setpriv');
