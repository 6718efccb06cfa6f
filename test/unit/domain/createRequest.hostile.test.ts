import {
	validateCreateRequest,
	type CreateRequestInput,
} from '../../../nodes/Hailuo/domain/createRequest';
import { err } from '../../../nodes/Hailuo/utils/result';
import { FIRST, LAST, wish } from './createInputs';

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
	['a list', [1, null, {}]],
	['an empty list', []],
	['an object', { toString: 1 }],
	['an object without prototype', Object.create(null)],
	['NaN', NaN],
	['Infinity', Infinity],
	['a negative number', -6],
	['a big integer', 10n],
	['a symbol', Symbol('6')],
	['a function', () => '6'],
	['a date', new Date(0)],
	['a huge text', 'x'.repeat(1_000_000)],
	['a huge list', Array.from({ length: 10_000 }, () => FIRST)],
	['half an emoji', '\ud83c'],
	['a zero byte', 'a\u0000b'],
	['__proto__', '__proto__'],
	['constructor', 'constructor'],
	['toString', 'toString'],
	['hasOwnProperty', 'hasOwnProperty'],
];

const cases = FIELDS.flatMap((field) => VALUES.map(([name, value]) => ({ field, name, value })));

describe('createRequest', () => {
	/** Whatever comes in, the result is a body of the documented types, or issues one can read. */
	it.each(cases)('$field is $name: sent as documented, or refused', ({ field, value }) => {
		for (const mode of MODES) {
			const result = validateCreateRequest(
				wish({ mode, imageUrls: [FIRST, LAST], [field]: value }),
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
					image_urls: links = [],
					model_params: params = {},
				} = result.value.body;
				expect(prompt.length).toBeLessThanOrEqual(2000);
				expect(links.filter((link) => link !== FIRST && link !== LAST)).toEqual([]);
				expect(Object.values(params).filter((param) => typeof param !== 'boolean')).toEqual([]);
			}
		}
	});

	it('a huge name of a model does not flood the issues about other fields', () => {
		const model = 'x'.repeat(1_000_000);
		for (const changes of [{ mode: 'none' }, { prompt: '' }, { quality: '4k' }]) {
			const result = validateCreateRequest(wish({ model, ...changes }));
			expect(!result.ok && result.error.join().length).toBeLessThan(500);
		}
	});

	describe('names that every object has are no choices', () => {
		const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
		const refusing: Array<[keyof CreateRequestInput, string, string]> = [
			['mode', 'textToVideo', 'Mode'],
			['quality', 'textToVideo', 'Quality'],
			['duration', 'textToVideo', 'Duration'],
			['firstFrameUrl', 'imageToVideo', 'First Frame URL'],
			['lastFrameUrl', 'firstLastFrame', 'Last Frame URL'],
			['imageUrls', 'auto', 'Image URL 1'],
			['promptOptimizer', 'textToVideo', 'Prompt Optimizer'],
			['fastPretreatment', 'textToVideo', 'Fast Pretreatment'],
		];

		it.each(refusing)('%s', (field, mode, label) => {
			for (const name of names) {
				const result = validateCreateRequest(wish({ mode, [field]: name }));
				expect(result).toEqual(err([expect.stringContaining(`"${name}"`)]));
				expect(result).toEqual(err([expect.stringMatching(new RegExp(`^${label} `))]));
			}
		});
	});
});
