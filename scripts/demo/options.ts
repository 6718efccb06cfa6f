/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- development code, never shipped */
import { parseArgs } from 'node:util';
import { DemoFailed } from './failure';

export const HELP = `npm run demo -- [options]

  --prompt "…"   prompt of the video
  --once         exit after the run instead of keeping n8n running
  --yes          skip the confirmation before paying (real API)
  --help         show this help

  HAILUO_API_KEY    use the real API with this key; charges one video
  HAILUO_BASE_URL   URL of the real API (default https://ai.odkkk.com/apiv1)`;

const DEFAULT_PROMPT =
	'A paper boat drifts down a rainy street at dusk, neon signs mirrored in the water [Tracking shot]';

export interface DemoOptions {
	prompt: string;
	once: boolean;
	yes: boolean;
	help: boolean;
	/** Not set: the simulator is used, and nothing is charged. */
	real?: { apiKey: string; baseUrl: string };
}

export function readOptions(args = process.argv.slice(2), env = process.env): DemoOptions {
	const { prompt, once, yes, help } = parsed(args);
	const apiKey = env.HAILUO_API_KEY?.trim();
	const baseUrl = env.HAILUO_BASE_URL?.trim() || 'https://ai.odkkk.com/apiv1';
	return { prompt, once, yes, help, ...(apiKey && { real: { apiKey, baseUrl } }) };
}

function parsed(args: string[]) {
	try {
		return parseArgs({
			args,
			options: {
				prompt: { type: 'string', default: DEFAULT_PROMPT },
				once: { type: 'boolean', default: false },
				yes: { type: 'boolean', default: false },
				help: { type: 'boolean', default: false },
			},
		}).values;
	} catch (error) {
		throw new DemoFailed(`${(error as Error).message}\n\n${HELP}`);
	}
}
