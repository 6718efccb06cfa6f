/**
 * The pure code, and the folders of `test/unit` whose tests run for it. Not all folders: a change to
 * the table of models would otherwise run every test.
 */
export const FOLDERS = {
	scheduling: { mutate: ['scheduling/*.ts'], tests: ['scheduling'] },
	domain: { mutate: ['domain/*.ts'], tests: ['domain'] },
	transport: {
		mutate: [
			'transport/{credential,errorMessages,networkError,responseError}.ts',
			'transport/{retryPolicy,taskPager,videoStream}.ts',
		],
		tests: ['transport', 'credentials'],
	},
	trigger: {
		mutate: [
			'trigger/{accountPages,evaluateTask,reduceAccount,state,parameters,accountScope}.ts',
			'trigger/{watchAccount,watchInterval,watchTaskIds}.ts',
		],
		tests: ['trigger'],
	},
	images: { mutate: ['images/imageHeader.ts', 'images/formats/*.ts'], tests: ['images'] },
	utils: { mutate: ['utils/*.ts'], tests: ['utils', 'domain', 'credentials', 'images'] },
};
