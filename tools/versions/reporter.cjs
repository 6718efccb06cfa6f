/** A jest reporter that writes the result of each test to the file HAILUO_MATRIX_RESULTS, as JSON: that of jest itself fails for errors with circular data. */
const { writeFileSync } = require('node:fs');

module.exports = class ResultsReporter {
	onRunComplete(_, { testResults }) {
		const results = testResults.flatMap(({ testFilePath: file, testResults: tests }) =>
			tests.map(({ status }) => ({ file, status })),
		);
		writeFileSync(process.env.HAILUO_MATRIX_RESULTS, JSON.stringify(results));
	}
};
