import { err } from '../../../nodes/Hailuo/utils/result';
import {
	CAMERA_COMMANDS,
	COMMAND_NAMES,
	readCameraSteps,
	withCamera,
} from '../../../nodes/Hailuo/domain/camera';
import { MODELS } from '../../../nodes/Hailuo/domain/models';
import { validateCreateRequest } from '../../../nodes/Hailuo/domain/createRequest';

/** Written out from the API's documentation. */
const DOCUMENTED =
	'Truck left, Truck right, Pan left, Pan right, Push in, Pull out, Pedestal up, Pedestal down, Tilt up, Tilt down, Zoom in, Zoom out, Shake, Tracking shot, Static shot';

describe('camera', () => {
	it('knows the fifteen commands of the documentation, and no other', () => {
		expect(COMMAND_NAMES).toEqual(DOCUMENTED.split(', '));
	});

	it('explains each in a sentence of its own', () => {
		const sentences = CAMERA_COMMANDS.map(({ description }) => description);
		expect(new Set(sentences).size).toBe(15);
		expect(sentences.filter((sentence) => !/^[A-Z][^.]{20,}$/.test(sentence))).toEqual([]);
	});

	const steps = (...commands: unknown[]) => ({ step: commands.map((one) => ({ commands: one })) });

	describe('steps become brackets behind the text', () => {
		it.each<[string, unknown, string]>([
			['none', {}, 'A boat'],
			['not given', undefined, 'A boat'],
			['an empty list', { step: [] }, 'A boat'],
			['one command', steps(['Push in']), 'A boat [Push in]'],
			[
				'commands that act together',
				steps(['Pan left', 'Pedestal up']),
				'A boat [Pan left,Pedestal up]',
			],
			['steps in order', steps(['Zoom in'], ['Shake']), 'A boat [Zoom in] [Shake]'],
			['a step without commands', steps([], ['Shake'], undefined), 'A boat [Shake]'],
			['a step whose expression gives null', steps(null, ['Shake']), 'A boat [Shake]'],
			['empty entries in a list', steps(['', 'Shake', '']), 'A boat [Shake]'],
			['text with a comma at its end', steps('Shake,'), 'A boat [Shake]'],
			['text from an expression', steps('pan LEFT, Tilt up'), 'A boat [Pan left,Tilt up]'],
			[
				'more than is advised',
				steps(COMMAND_NAMES.slice(0, 4)),
				`A boat [${COMMAND_NAMES.slice(0, 4).join(',')}]`,
			],
		])('%s', (_, value, expected) => {
			const issues: string[] = [];
			expect(withCamera('A boat', readCameraSteps(value, issues))).toBe(expected);
			expect(issues).toEqual([]);
		});

		it('without a text, they stand alone', () => {
			expect(withCamera('', [['Push in'], ['Shake']])).toBe('[Push in] [Shake]');
		});

		it('blanks at the end of the text stay only where nothing follows', () => {
			expect(withCamera('A boat \n', [['Shake']])).toBe('A boat [Shake]');
			expect(withCamera('A boat \n', [])).toBe('A boat \n');
		});
	});

	describe('what is wrong is told with its place', () => {
		it.each<[string, unknown, RegExp]>([
			['a text', 'Pan left', /^Camera Movements is "Pan left"\. It must contain steps/],
			['a list of texts', ['Pan left'], /^Camera Movements is a list/],
			['steps that are none', { step: 'Pan left' }, /^Camera Movements is an object/],
			[
				'an unknown command',
				steps(['Shake'], ['Fly up']),
				/^Camera Movements, step 2 has "Fly up"\. Allowed: Truck left, /,
			],
			['a number', steps(7), /^Camera Movements, step 1 is "7"\. It must be a list/],
			['a list in the list', steps([['Shake']]), /^Camera Movements, step 1 has a list/],
		])('%s', (_, value, issue) => {
			const issues: string[] = [];
			readCameraSteps(value, issues);
			expect(issues).toEqual([expect.stringMatching(issue)]);
		});
	});

	describe('in a request', () => {
		const wish = { model: MODELS[0].id, mode: 'textToVideo', quality: '768p', duration: 6 };
		const cameraMovements = steps(['Push in']);

		it('counts towards the 2000 characters', () => {
			const fits = validateCreateRequest({ ...wish, prompt: 'x'.repeat(1990), cameraMovements });
			const tooLong = validateCreateRequest({ ...wish, prompt: 'x'.repeat(1991), cameraMovements });

			expect(fits).toMatchObject({
				ok: true,
				value: { body: { prompt: expect.stringMatching(/x \[Push in\]$/) } },
			});
			expect(tooLong).toEqual(err([expect.stringMatching(/2001 characters.*2000/)]));
		});

		it('is no prompt where one is needed', () => {
			expect(validateCreateRequest({ ...wish, prompt: ' ', cameraMovements })).toEqual(
				err([expect.stringMatching(/^Prompt is empty/)]),
			);
		});

		it('is enough of a prompt where an image is given', () => {
			const firstFrameUrl = 'https://example.com/first.png';
			const result = validateCreateRequest({
				...wish,
				mode: 'imageToVideo',
				firstFrameUrl,
				cameraMovements,
			});
			expect(result).toMatchObject({ ok: true, value: { body: { prompt: '[Push in]' } } });
		});
	});
});
