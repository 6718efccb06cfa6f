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

const steps = (...commands: unknown[]) => ({ step: commands.map((one) => ({ commands: one })) });

describe('COMMAND_NAMES', () => {
	it('contains exactly the 15 documented commands', () => {
		expect(COMMAND_NAMES).toEqual(DOCUMENTED.split(', '));
	});
});

describe('CAMERA_COMMANDS', () => {
	it('describes each command in a different sentence', () => {
		const sentences = CAMERA_COMMANDS.map(({ description }) => description);
		expect(new Set(sentences).size).toBe(15);
		expect(sentences.filter((sentence) => !/^[A-Z][^.]{20,}$/.test(sentence))).toEqual([]);
	});
});

describe('withCamera', () => {
	it.each<[string, unknown, string]>([
		['no commands for an empty object', {}, 'A boat'],
		['no commands for undefined', undefined, 'A boat'],
		['no commands for an empty list', { step: [] }, 'A boat'],
		['one command', steps(['Push in']), 'A boat [Push in]'],
		[
			'simultaneous commands in one pair of brackets',
			steps(['Pan left', 'Pedestal up']),
			'A boat [Pan left,Pedestal up]',
		],
		[
			'consecutive steps in order, each in its own brackets',
			steps(['Zoom in'], ['Shake']),
			'A boat [Zoom in] [Shake]',
		],
		['only the steps that have commands', steps([], ['Shake'], undefined), 'A boat [Shake]'],
		['nothing for a step that is null', steps(null, ['Shake']), 'A boat [Shake]'],
		['only the entries of a list that are not empty', steps(['', 'Shake', '']), 'A boat [Shake]'],
		['a command from text with a comma at the end', steps('Shake,'), 'A boat [Shake]'],
		[
			'commands from the text of an expression, with the documented capitalization',
			steps('pan LEFT, Tilt up'),
			'A boat [Pan left,Tilt up]',
		],
		[
			'four simultaneous commands, one more than recommended',
			steps(COMMAND_NAMES.slice(0, 4)),
			`A boat [${COMMAND_NAMES.slice(0, 4).join(',')}]`,
		],
	])('appends %s', (_, value, expected) => {
		const issues: string[] = [];
		expect(withCamera('A boat', readCameraSteps(value, issues))).toBe(expected);
		expect(issues).toEqual([]);
	});

	it('returns only the commands when the prompt is empty', () => {
		expect(withCamera('', [['Push in'], ['Shake']])).toBe('[Push in] [Shake]');
	});

	it('trims the end of the prompt only when commands follow', () => {
		expect(withCamera('A boat \n', [['Shake']])).toBe('A boat [Shake]');
		expect(withCamera('A boat \n', [])).toBe('A boat \n');
	});
});

describe('readCameraSteps', () => {
	it.each<[string, unknown, RegExp]>([
		[
			'text instead of steps',
			'Pan left',
			/^Camera Movements is "Pan left"\. It must contain steps/,
		],
		['a list of texts instead of steps', ['Pan left'], /^Camera Movements is a list/],
		['steps that are text', { step: 'Pan left' }, /^Camera Movements is an object/],
		[
			'an unknown command, with its step',
			steps(['Shake'], ['Fly up']),
			/^Camera Movements, step 2 has "Fly up"\. Allowed: Truck left, /,
		],
		['a step that is a number', steps(7), /^Camera Movements, step 1 is "7"\. It must be a list/],
		['a step with a nested list', steps([['Shake']]), /^Camera Movements, step 1 has a list/],
	])('reports an issue for %s', (_, value, issue) => {
		const issues: string[] = [];
		readCameraSteps(value, issues);
		expect(issues).toEqual([expect.stringMatching(issue)]);
	});
});

describe('validateCreateRequest', () => {
	const input = { model: MODELS[0].value, mode: 'textToVideo', quality: '768p', duration: 6 };
	const cameraMovements = steps(['Push in']);

	it('counts camera commands towards the 2,000 characters of the prompt', () => {
		const accepted = validateCreateRequest({ ...input, prompt: 'x'.repeat(1990), cameraMovements });
		const rejected = validateCreateRequest({ ...input, prompt: 'x'.repeat(1991), cameraMovements });

		expect(accepted).toMatchObject({
			ok: true,
			value: { body: { prompt: expect.stringMatching(/x \[Push in\]$/) } },
		});
		expect(rejected).toEqual(
			err([
				expect.stringMatching(/at most 2000 characters, camera commands included \(got 2001\)/),
			]),
		);
	});

	it('rejects camera commands without a prompt in a mode that requires one', () => {
		expect(validateCreateRequest({ ...input, prompt: ' ', cameraMovements })).toEqual(
			err([expect.stringMatching(/^Prompt is empty/)]),
		);
	});

	it('accepts camera commands as the whole prompt when there is an image', () => {
		const firstFrameUrl = 'https://example.com/first.png';
		const result = validateCreateRequest({
			...input,
			mode: 'imageToVideo',
			firstFrameUrl,
			cameraMovements,
		});
		expect(result).toMatchObject({ ok: true, value: { body: { prompt: '[Push in]' } } });
	});
});
