import {
	CAMERA_COMMANDS,
	COMMAND_NAMES,
	readCameraSteps,
	withCamera,
} from '../../../nodes/Hailuo/domain/camera';
import { MODELS } from '../../../nodes/Hailuo/domain/models';
import { readerOf, textsOf } from './createInputs';

/** Written out from the API's documentation. */
const DOCUMENTED =
	'Truck left, Truck right, Pan left, Pan right, Push in, Pull out, Pedestal up, Pedestal down, Tilt up, Tilt down, Zoom in, Zoom out, Shake, Tracking shot, Static shot';

/** The steps in a value, and the issues with it. */
function read(cameraMovements: unknown) {
	const parameters = readerOf({ cameraMovements });
	const steps = readCameraSteps(parameters, MODELS[0]);
	return { steps, issues: textsOf(parameters) };
}

const steps = (...commands: unknown[]) => ({ step: commands.map((one) => ({ commands: one })) });

describe('CAMERA_COMMANDS', () => {
	it('has exactly the 15 documented commands, each described in another sentence', () => {
		expect(COMMAND_NAMES).toEqual(DOCUMENTED.split(', '));
		const sentences = CAMERA_COMMANDS.map(({ description }) => description);
		expect(new Set(sentences).size).toBe(15);
		expect(sentences.filter((sentence) => !/^[A-Z][^.]{20,}$/.test(sentence))).toEqual([]);
	});
});

describe('withCamera', () => {
	// prettier-ignore
	it.each<[string, unknown, string]>([
		['no commands for an empty object', {}, 'A boat'],
		['no commands for undefined', undefined, 'A boat'],
		['no commands for an empty list', { step: [] }, 'A boat'],
		['simultaneous commands in one pair of brackets', steps(['Pan left', 'Pedestal up']), 'A boat [Pan left,Pedestal up]'],
		['consecutive steps in order, each in its own brackets', steps(['Zoom in'], ['Shake']), 'A boat [Zoom in] [Shake]'],
		['only the steps that have commands', steps([], ['Shake'], undefined, null), 'A boat [Shake]'],
		['only the entries of a list that are not empty', steps(['', 'Shake', '']), 'A boat [Shake]'],
		['commands from text, with the documented capitalization', steps('pan LEFT, Tilt up,'), 'A boat [Pan left,Tilt up]'],
		['four simultaneous commands, one more than recommended', steps(COMMAND_NAMES.slice(0, 4)), `A boat [${COMMAND_NAMES.slice(0, 4).join(',')}]`],
	])('appends %s', (_, value, expected) => {
		const { steps: commands, issues } = read(value);
		expect(withCamera('A boat', commands)).toBe(expected);
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
	it.each<[string, unknown]>([
		['Camera Movements must be steps with commands (got "Pan left")', 'Pan left'],
		['Camera Movements must be steps with commands (got a list)', ['Pan left']],
		['Camera Movements must be steps with commands (got an object)', { step: 'Pan left' }],
		[
			`Camera Movements, step 2 must be ${DOCUMENTED.replace(/, (?=Static)/, ' or ')} (got "Fly up")`,
			steps(['Shake'], ['Fly up']),
		],
		['Camera Movements, step 1 must be a list of camera commands (got 7)', steps(7)],
		[
			expect.stringMatching(/^Camera Movements, step 1 must be .*\(got a list\)$/),
			steps([['Shake']]),
		],
	])('reports "%s"', (issue, value) => {
		expect(read(value).issues).toEqual([issue]);
	});
});
