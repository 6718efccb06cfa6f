import {
	validateCreateRequest,
	type CreateRequestInput,
} from '../../../nodes/Hailuo/domain/createRequest';
import { err } from '../../../nodes/Hailuo/utils/result';
import { FIRST, LAST, createInput } from './createInputs';

const MODES = ['textToVideo', 'imageToVideo', 'firstLastFrame', 'auto'];

const FIELDS: Array<keyof CreateRequestInput> = [
	'model',
	'mode',
	'prompt',
	'firstFrameUrl',
	'lastFrameUrl',
	'imageUrls',
	'quality',
	'duration',
	'promptOptimizer',
	'fastPretreatment',
];

const VALUES: Array<[string, unknown]> = [
	['null', null],
	['undefined', undefined],
	['a list of mixed values', [1, null, {}]],
	['an empty list', []],
	['an object', { toString: 1 }],
	['an object without prototype', Object.create(null)],
	['NaN', NaN],
	['Infinity', Infinity],
	['a negative number', -6],
	['a BigInt', 10n],
	['a symbol', Symbol('6')],
	['a function', () => '6'],
	['a date', new Date(0)],
	['a text of 1,000,000 characters', 'x'.repeat(1_000_000)],
	['a list of 10,000 URLs', Array.from({ length: 10_000 }, () => FIRST)],
	['half an emoji', '\ud83c'],
	['a text with a zero byte', 'a\u0000b'],
	['__proto__', '__proto__'],
	['constructor', 'constructor'],
	['toString', 'toString'],
	['hasOwnProperty', 'hasOwnProperty'],
];

const cases = FIELDS.flatMap((field) => VALUES.map(([name, value]) => ({ field, name, value })));

describe('validateCreateRequest', () => {
	/** For any input, the result is a body of the documented types or a list of short issues. */
	it.each(cases)(
		'sends only documented types, or reports short issues, when $field is $name',
		({ field, value }) => {
			for (const mode of MODES) {
				const result = validateCreateRequest(
					createInput({ mode, imageUrls: [FIRST, LAST], [field]: value }),
				);
				if (!result.ok) {
					expect(result.error.length).toBeGreaterThan(0);
					expect(Math.max(...result.error.map(({ length }) => length))).toBeLessThan(500);
				} else {
					expect(result.value.body).toMatchObject({
						model: expect.stringMatching(/\S/),
						quality: expect.stringMatching(/^(512p|768p|1080p)$/),
						duration: 6,
					});
					const {
						prompt = '',
						image_urls: urls = [],
						model_params: params = {},
					} = result.value.body;
					expect(prompt.length).toBeLessThanOrEqual(2000);
					expect(urls.filter((url) => url !== FIRST && url !== LAST)).toEqual([]);
					expect(Object.values(params).filter((param) => typeof param !== 'boolean')).toEqual([]);
				}
			}
		},
	);

	it('keeps issues under 500 characters when the model has 1,000,000 characters', () => {
		const model = 'x'.repeat(1_000_000);
		for (const changes of [{ mode: 'none' }, { prompt: '' }, { quality: '4k' }]) {
			const result = validateCreateRequest(createInput({ model, ...changes }));
			expect(!result.ok && result.error.join().length).toBeLessThan(500);
		}
	});

	describe('with values that are names of object properties, such as "constructor"', () => {
		const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
		const rejectingFields: Array<[keyof CreateRequestInput, string, string]> = [
			['mode', 'textToVideo', 'Mode'],
			['quality', 'textToVideo', 'Quality'],
			['duration', 'textToVideo', 'Duration'],
			['firstFrameUrl', 'imageToVideo', 'First Frame URL'],
			['lastFrameUrl', 'firstLastFrame', 'Last Frame URL'],
			['imageUrls', 'auto', 'Image URL 1'],
			['promptOptimizer', 'textToVideo', 'Prompt Optimizer'],
			['fastPretreatment', 'textToVideo', 'Fast Prompt Optimizer'],
		];

		it.each(rejectingFields)('rejects such a value of %s', (field, mode, label) => {
			for (const name of names) {
				const result = validateCreateRequest(createInput({ mode, [field]: name }));
				expect(result).toEqual(err([expect.stringContaining(`"${name}"`)]));
				expect(result).toEqual(err([expect.stringMatching(new RegExp(`^${label} `))]));
			}
		});
	});
});
