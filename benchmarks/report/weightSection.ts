import type { Measured } from '../figures';
import type { WeightFigures } from '../parts/weight';
import {
	against,
	machineLine,
	paragraphs,
	short,
	table,
	withRange,
} from '../../tools/report/markdown';
import type { Section } from './section';

const MOST_KB = 100;

export function weightSection({ machine, figures }: Measured<WeightFigures>): Section {
	const { tarballBytes, load } = figures;
	const kb = tarballBytes / 1000;
	const builtIn = load.find(({ isOurs }) => !isOurs)!;
	const ours = load.filter(({ isOurs }) => isOurs);

	return {
		glance: [
			...ours.map(
				({ file, loadMs }) =>
					[
						`Load time, built-in node ÷ ${file}`,
						`${short(builtIn.loadMs.median / loadMs.median)} × less: ${short(loadMs.median)} ms`,
						'none set',
					] as const,
			),
			['Size of the package', `${short(kb)} kB`, against(kb, MOST_KB, 'kB')],
		],
		body: paragraphs(
			"`require` of each node's file in a new process with n8n-workflow loaded, on n8n's Node.",
			table(
				['File', 'Load time'],
				load.map(({ file, isOurs, loadMs }) => [
					`${file}${isOurs ? '' : ' (built in)'}`,
					withRange(loadMs, 'ms'),
				]),
			),
			'**What this does not show.** The built-in node shares libraries with other n8n nodes, which may have loaded them already.',
			machineLine(machine),
		),
		plots: {},
	};
}
