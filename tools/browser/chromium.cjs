const { findProgram } = require('../findProgram.cjs');

/** The path of an installed Chromium; undefined if there is none. */
exports.findChromium = () => findProgram(['chromium', 'chromium-browser', 'google-chrome']);
