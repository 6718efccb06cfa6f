const { findProgram } = require('../findProgram.cjs');

/** The path of a Chromium that is installed on this machine; undefined where there is none. */
exports.findChromium = () => findProgram(['chromium', 'chromium-browser', 'google-chrome']);
