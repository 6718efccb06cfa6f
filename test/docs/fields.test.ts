/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { readFileSync } from 'node:fs';

import { CAMERA_COMMANDS } from '../../nodes/Hailuo/domain/camera';
import { describeLimits } from '../../nodes/Hailuo/domain/imageLimits';
import { qualitiesOf } from '../../nodes/Hailuo/domain/modelOptions';
import { MODE_NAMES, MODELS, type FixedMode, type Model } from '../../nodes/Hailuo/domain/models';
import { formatChoices } from '../../nodes/Hailuo/utils/format';

const MEDIA: Record<FixedMode, (model: Model) => string> = {
	textToVideo: () => 'none',
	imageToVideo: () => 'first frame',
	firstLastFrame: () => 'first and last frame',
	lastFrame: () => 'last frame',
	reference: ({ references: limits }) =>
		`up to ${limits?.images} images, ${limits?.videos} videos, ${limits?.audios} audio files, ${limits?.total} together${limits?.allowsAudioAlone ? '' : ', not audio alone'}`,
};

function rowOf(model: Model, mode: FixedMode): string[] {
	const rules = model.modes[mode]!;
	return [
		model.name,
		MODE_NAMES[mode],
		`${rules.prompt}, ${model.maxPrompt}`,
		MEDIA[mode](model),
		qualitiesOf(model, mode)
			.map((quality) => `${quality}: ${formatChoices(model.durations[quality])} s`)
			.join('; '),
		rules.aspectRatios === undefined ? 'no' : 'yes',
	];
}

const yesOrNo = (isYes: boolean) => (isYes ? 'yes' : 'no');

const optionsOf = ({ name, hasCameraCommands, modelParams, images }: Model): string[] => [
	name,
	yesOrNo(hasCameraCommands),
	yesOrNo(modelParams.includes('promptOptimizer')),
	yesOrNo(modelParams.includes('fastPretreatment')),
	describeLimits(images),
];

describe('docs/fields.md', () => {
	const text = readFileSync('docs/fields.md', 'utf8');

	it('describes every mode, and the options, of every model as the models table does', () => {
		const section = text.split('\n## Models\n')[1].split('\n## ')[0];
		const documented = section
			.split('\n')
			.filter((line) => line.startsWith('| MiniMax'))
			.map((line) =>
				line
					.slice(1, -1)
					.split('|')
					.map((cell) => cell.trim()),
			);

		const modes = MODELS.flatMap((model) =>
			Object.keys(model.modes).map((mode) => rowOf(model, mode as FixedMode)),
		);
		expect(documented).toEqual([...modes, ...MODELS.map(optionsOf)]);
	});

	it('lists the camera commands of the form', () => {
		const rows = [...text.matchAll(/^\| `([A-Z][a-z]+(?: [a-z]+)?)` +\| (.*?) +\|$/gm)];
		expect(rows.map(([, name, description]) => ({ name, description }))).toEqual(CAMERA_COMMANDS);
	});
});

/** What users find the package and the node by. */
describe('README.md and the aliases in Hailuo.node.json', () => {
	it('name every model', () => {
		const { alias } = JSON.parse(readFileSync('nodes/Hailuo/Hailuo.node.json', 'utf8')) as {
			alias: string[];
		};
		const readme = readFileSync('README.md', 'utf8');
		for (const { name } of MODELS) {
			expect(alias).toContain(name);
			expect(readme).toMatch(new RegExp(`^\\| ${name} +\\|`, 'm'));
		}
	});
});
