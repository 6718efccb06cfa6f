const { existsSync, readdirSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { findProgram } = require('../findProgram.cjs');

/** Where Debian installs the programs of a version of PostgreSQL. */
const VERSIONS = '/usr/lib/postgresql';

/** The path of a Redis server; undefined if there is none. */
exports.findRedis = () => findProgram(['redis-server']);

/** The folder with the programs of the newest PostgreSQL server; undefined if there is none. */
exports.findPostgres = () => {
	const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS) : [];
	const folders = versions
		.sort((a, b) => Number(b) - Number(a))
		.map((version) => join(VERSIONS, version, 'bin'));
	const server = findProgram(['postgres'], folders) ?? findProgram(['postgres']);
	return server && dirname(server);
};

/** The path of setpriv, which starts a program that ends with this process, and as another user; Linux only. */
exports.findSetpriv = () => findProgram(['setpriv']);
