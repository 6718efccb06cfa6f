import type { Measured } from '../figures';
import type { EngineFigures } from '../parts/engine';
import {
	against,
	machineLine,
	paragraphs,
	short,
	table,
	withRange,
} from '../../tools/report/markdown';
import type { Section } from './section';

const MOST_STALL_MS = 50;
const MOST_HEAP_MB = 50;

export function engineSection({ machine, figures }: Measured<EngineFigures>): Section {
	const { ours, requestsOnly, waiting } = figures;
	const stallMs = Math.max(ours.stallMs.median, waiting.stallMs.median);
	const heapMb = waiting.heapMb.median;

	return {
		glance: [
			[
				"CPU time per create ÷ n8n's request helper alone",
				`${short(ours.cpuMs.median / requestsOnly.cpuMs.median)} ×`,
				'none set',
			],
			['1,000 items: longest stall', `${short(stallMs)} ms`, against(stallMs, MOST_STALL_MS, 'ms')],
			['1,000 items waiting: heap', `+${short(heapMb)} MB`, against(heapMb, MOST_HEAP_MB, 'MB')],
		],
		body: paragraphs(
			"The built node in n8n's own engine over real HTTP, in a process of its own. The comparison is a node that does nothing but send the same thousand requests by n8n's helper, ten at once as we do.",
			table(
				['1,000 creates without waiting', 'Hailuo', "n8n's request helper alone"],
				[
					['CPU time per item', withRange(ours.cpuMs, 'ms'), withRange(requestsOnly.cpuMs, 'ms')],
					['Longest stall', withRange(ours.stallMs, 'ms'), withRange(requestsOnly.stallMs, 'ms')],
				],
			),
			table(
				['1,000 items, all made at once and waiting', 'Hailuo'],
				[
					['Longest stall, start included', withRange(waiting.stallMs, 'ms')],
					['Heap in use, after garbage collection', `+${withRange(waiting.heapMb, 'MB')}`],
					['From Stop to the end', withRange(waiting.stopMs, 'ms')],
				],
			),
			`A stall is the longest stretch of CPU work of the main thread between two turns of the event loop: in it, n8n answers nobody. Our share of the CPU time is ${short(ours.cpuMs.median - requestsOnly.cpuMs.median)} ms per item: some fifteen parameters read through n8n's expressions, the check, and the key that keeps a retry from paying twice.`,
			"**What this does not show.** n8n's own work before and after the node, such as saving the execution. A thousand tasks at five reads a second are read every 200 s each.",
			machineLine(machine),
		),
		plots: {},
	};
}
