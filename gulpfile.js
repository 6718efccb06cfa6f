const { dest, src } = require('gulp');

/** Icons are not TypeScript, so tsc leaves them behind. Without `encoding: false` gulp 5 would damage binary files. */
exports.default = () => src('icons/*.svg', { encoding: false }).pipe(dest('dist/icons'));
