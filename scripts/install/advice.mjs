/** Suggestions for common failures of an installation. */

const TOOLCHAIN = {
	linux: 'Debian/Ubuntu: sudo apt-get install -y python3 python3-setuptools make g++',
	darwin: 'macOS: xcode-select --install',
	win32:
		'Windows: winget install Python.Python.3.11 Microsoft.VisualStudio.2022.BuildTools (workload "Desktop development with C++")',
};

const CASES = [
	{
		// Python 3.12 removed a module that sqlite3's node-gyp still imports; setuptools contains it.
		sign: /No module named '?distutils/,
		advice: () =>
			`n8n's database driver (sqlite3) has to be compiled here, and this Python lacks setuptools.\nDebian/Ubuntu: sudo apt-get install -y python3-setuptools\nElsewhere: python3 -m pip install setuptools`,
	},
	{
		// node-gyp's messages for a missing Python, make or compiler
		sign: /Could not find any Python|not found: make|`?make`? failed with exit code|g\+\+:? .*(not found|No such file)|Could not find any Visual Studio|No Xcode or CLT/i,
		advice: () =>
			`n8n's database driver (sqlite3) has to be compiled here, which needs Python 3, make and a C++ compiler.\n${
				TOOLCHAIN[process.platform] ?? 'Install them with the package manager of this system.'
			}\nThen run the command again: it goes on where it stopped.`,
	},
	{
		sign: /npm error code EUSAGE|can only install packages when your package\.json and package-lock\.json/,
		advice: () =>
			'package.json and package-lock.json do not agree. Run `npm install` in that folder and commit the lock file.',
	},
	{
		sign: /ENOTFOUND|ETIMEDOUT|EAI_AGAIN|ECONNREFUSED|ECONNRESET/,
		advice: () =>
			'The npm registry was not reached. Check the network, a proxy, or `npm config get registry`.',
	},
	{ sign: /ENOSPC/, advice: () => 'The disk is full. n8n for the tests needs 3 GB.' },
	{
		sign: /ENOENT.*npm|spawn npm/,
		advice: () => 'npm was not found. It comes with Node: https://nodejs.org/en/download',
	},
];

/** The suggestion for the first known failure in an npm log; empty for an unknown one. */
export function adviceFor(log) {
	return CASES.find(({ sign }) => sign.test(log))?.advice() ?? '';
}
