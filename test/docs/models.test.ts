/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { readFileSync } from 'node:fs';

import {
	MODE_NAMES,
	MODELS,
	type FixedMode,
	type ModeRules,
} from '../../nodes/Hailuo/domain/models';
import { formatChoices } from '../../nodes/Hailuo/utils/format';

const MEDIA: Record<FixedMode, string> = {
	textToVideo: 'none',
	imageToVideo: 'first frame',
	firstLastFrame: 'first and last frame',
	lastFrame: 'last frame',
	reference: '',
};

function rowOf(name: string, mode: FixedMode, rules: ModeRules): string[] {
	const { references: limits } = rules;
	const references = `up to ${limits?.images} images, ${limits?.videos} videos, ${limits?.audios} audio files, ${limits?.total} together${limits?.isAudioEnough ? '' : ', not audio alone'}`;
	return [
		name,
		MODE_NAMES[mode],
		`${rules.prompt}, ${rules.maxPrompt}`,
		limits === undefined ? MEDIA[mode] : references,
		Object.entries(rules.durations)
			.map(([quality, seconds]) => `${quality}: ${formatChoices(seconds)} s`)
			.join('; '),
		rules.aspectRatios === undefined ? 'no' : 'yes',
	];
}

describe('docs/fields.md', () => {
	it('describes every mode of every model as the models table does', () => {
		const section = readFileSync('docs/fields.md', 'utf8')
			.split('\n## Models\n')[1]
			.split('\n## ')[0];
		const documented = section
			.split('\n')
			.filter((line) => line.startsWith('| MiniMax'))
			.map((line) =>
				line
					.slice(1, -1)
					.split('|')
					.map((cell) => cell.trim()),
			);

		const expected = MODELS.flatMap(({ name, modes }) =>
			Object.entries(modes).map(([mode, rules]) => rowOf(name, mode as FixedMode, rules)),
		);
		expect(documented).toEqual(expected);
	});
});
