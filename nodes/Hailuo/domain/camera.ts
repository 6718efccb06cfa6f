import { formatChoices, toText } from '../utils/format';
import { isRecord } from '../utils/json';
import { newIssue, withSubject, mustBe, type Issue } from './issue';
import type { Model } from './models';
import type { ParameterReader } from './parameterReader';

/**
 * All camera commands. The form, the validation and the hints use this table; a test compares
 * docs/fields.md with it.
 *
 * Source of the names: the create endpoint's documentation. They are sent verbatim.
 */
export const CAMERA_COMMANDS = [
	{ name: 'Truck left', description: 'Camera moves sideways to the left' },
	{ name: 'Truck right', description: 'Camera moves sideways to the right' },
	{ name: 'Pan left', description: 'Camera rotates to the left without moving' },
	{ name: 'Pan right', description: 'Camera rotates to the right without moving' },
	{ name: 'Push in', description: 'Camera moves toward the subject' },
	{ name: 'Pull out', description: 'Camera moves away from the subject' },
	{ name: 'Pedestal up', description: 'Camera moves up without rotating' },
	{ name: 'Pedestal down', description: 'Camera moves down without rotating' },
	{ name: 'Tilt up', description: 'Camera rotates upward without moving' },
	{ name: 'Tilt down', description: 'Camera rotates downward without moving' },
	{ name: 'Zoom in', description: 'Lens zooms in without moving the camera' },
	{ name: 'Zoom out', description: 'Lens zooms out without moving the camera' },
	{ name: 'Shake', description: 'Camera shakes as if handheld' },
	{ name: 'Tracking shot', description: 'Camera follows a moving subject' },
	{ name: 'Static shot', description: 'Camera does not move or rotate' },
] as const;

export const COMMAND_NAMES: readonly string[] = CAMERA_COMMANDS.map(({ name }) => name);

/** The documentation recommends at most this many commands at once. More are accepted, but may get mixed up. */
export const MAX_RECOMMENDED_COMMANDS = 3;

const FIELD = 'cameraMovements';

/** Commands that are performed at the same time. */
export type CameraStep = readonly string[];

/**
 * Reads `{step: [{commands: ["Pan left", "Pedestal up"]}, …]}`. Steps without commands are skipped.
 *
 * @param model which must support them
 */
export function readCameraSteps(
	parameters: ParameterReader,
	{ name, hasCameraCommands }: Pick<Model, 'name' | 'hasCameraCommands'>,
): CameraStep[] {
	const value = parameters.get(FIELD);
	const list = isRecord(value) ? (value.step ?? []) : (value ?? []);
	if (!Array.isArray(list) || !list.every(isRecord)) {
		parameters.reject(FIELD, mustBe('steps with commands', value));
		return [];
	}
	const reject = (step: number) => (issue: Issue) =>
		parameters.issues.push(withSubject(`${parameters.label(FIELD)}, step ${step}`, issue));
	const steps = list
		.map(({ commands }, i) => readCommands(commands, reject(i + 1)))
		.filter((commands) => commands.length > 0);
	if (steps.length > 0 && !hasCameraCommands) {
		const message = `are not supported by ${name}`;
		parameters.reject(FIELD, newIssue(message, 'Describe them in Prompt.'));
	}
	return steps;
}

/** The prompt to send: its text, followed by one pair of brackets per step, in order. */
export function withCamera(prompt: string, steps: readonly CameraStep[]): string {
	if (steps.length === 0) return prompt;
	const brackets = steps.map((commands) => `[${commands.join(',')}]`);
	return [prompt.trimEnd(), ...brackets].filter(Boolean).join(' ');
}

/** Accepts a list of names, or comma-separated text from an expression. Case-insensitive. */
function readCommands(value: unknown, reject: (issue: Issue) => void): string[] {
	const names: unknown = typeof value === 'string' ? value.split(',') : (value ?? []);
	if (!Array.isArray(names)) {
		reject(mustBe('a list of camera commands', value));
		return [];
	}
	return names
		.filter((name) => name !== '')
		.flatMap((name) => {
			const text = toText(name).trim().toLowerCase();
			const command = COMMAND_NAMES.find((known) => known.toLowerCase() === text);
			if (command === undefined) reject(mustBe(formatChoices(COMMAND_NAMES), name));
			return command ?? [];
		});
}
