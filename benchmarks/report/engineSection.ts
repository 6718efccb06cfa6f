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
const MOST_HEAP_MB = 34;
const MOST_CPU_S = 6;

export function engineSection({ machine, figures }: Measured<EngineFigures>): Section {
	const { ours, requestsOnly, waiting } = figures;
	const stallMs = Math.max(ours.stallMs.median, waiting.stallMs.median);
	const heapMb = waiting.heapMb.median;
	const cpuS = waiting.cpuSPerMinute.median;

	return {
		glance: [
			[
				"CPU time per create ÷ n8n's request helper alone",
				`${short(ours.cpuMs.median / requestsOnly.cpuMs.median)} ×`,
				'none set',
			],
			['5,000 items: longest stall', `${short(stallMs)} ms`, against(stallMs, MOST_STALL_MS, 'ms')],
			['5,000 items waiting: heap', `+${short(heapMb)} MB`, against(heapMb, MOST_HEAP_MB, 'MB')],
			[
				'5,000 items waiting: CPU time per minute',
				`${short(cpuS)} s`,
				against(cpuS, MOST_CPU_S, 's'),
			],
		],
		body: paragraphs(
			"The built node in n8n's own engine over real HTTP, in a process of its own. The comparison is a node that only sends the same thousand requests with n8n's request helper, ten in parallel like this node.",
			table(
				['1,000 creates without waiting', 'Hailuo', "n8n's request helper alone"],
				[
					['CPU time per item', withRange(ours.cpuMs, 'ms'), withRange(requestsOnly.cpuMs, 'ms')],
					['Longest stall', withRange(ours.stallMs, 'ms'), withRange(requestsOnly.stallMs, 'ms')],
				],
			),
			table(
				['5,000 items, all created in one run and waiting', 'Hailuo'],
				[
					['Longest stall, start included', withRange(waiting.stallMs, 'ms')],
					['Heap in use, after garbage collection', `+${withRange(waiting.heapMb, 'MB')}`],
					['CPU time per minute', withRange(waiting.cpuSPerMinute, 's')],
					['From Stop to the end', withRange(waiting.stopMs, 'ms')],
				],
			),
			`A stall is the longest CPU work of the main thread between two turns of the event loop, during which n8n responds to nothing else. The node's share of the CPU time is ${short(ours.cpuMs.median - requestsOnly.cpuMs.median)} ms per item: some fifteen parameters that n8n evaluates, their validation, and the Idempotency-Key.`,
			"**What this does not show.** n8n's own work before and after the node, such as saving the execution.",
			machineLine(machine),
		),
		plots: {},
	};
}
