import { everySeconds } from '../../tools/n8n/watchWorkflow';
import { workflow, type NodeOptions, type WorkflowJson } from '../../tools/n8n/workflow';
import type { CredentialReference } from '../../tools/n8n/credentials';

export const CREATE_NODE = 'Hailuo';
export const WRITE_NODE = 'Save MP4';

/** Manual Trigger → Hailuo (creates, waits, downloads) → a file in `folder`. */
export function demoWorkflow(
	prompt: string,
	hailuoApi: CredentialReference,
	folder: string,
): WorkflowJson {
	return workflow('Text to video')
		.manualTrigger()
		.node(CREATE_NODE, 'n8n-nodes-hailuo.hailuo', {
			credentials: { hailuoApi },
			parameters: {
				resource: 'video',
				operation: 'create',
				model: 'MiniMax-Hailuo-02',
				mode: 'textToVideo',
				prompt,
				quality: '768p',
				duration: 6,
				waitForCompletion: true,
				downloadVideo: true,
				options: { outputBinaryField: 'data', timeoutMinutes: 30 },
			},
		})
		.node(WRITE_NODE, 'n8n-nodes-base.readWriteFile', saveTo(folder, ''))
		.build();
}

/** Hailuo Trigger, for each video that the account finishes → Hailuo (downloads it) → a file in `folder`. */
export function triggerWorkflow(hailuoApi: CredentialReference, folder: string): WorkflowJson {
	const credentials = { hailuoApi };
	return workflow('When a video is finished')
		.node('Hailuo Trigger', 'n8n-nodes-hailuo.hailuoTrigger', {
			credentials,
			parameters: { event: 'completed', watch: 'account', pollTimes: everySeconds(10) },
		})
		.node('Get Video', 'n8n-nodes-hailuo.hailuo', {
			credentials,
			parameters: { resource: 'video', operation: 'getStatus', downloadVideo: true },
		})
		.node(WRITE_NODE, 'n8n-nodes-base.readWriteFile', saveTo(folder, 'trigger-'))
		.build();
}

function saveTo(folder: string, prefix: string): NodeOptions {
	return {
		typeVersion: 1.1,
		parameters: {
			operation: 'write',
			// n8n reads a path with forward slashes on every system
			fileName: `=${folder.replaceAll('\\', '/')}/${prefix}{{ $binary.data.fileName }}`,
			dataPropertyName: 'data',
			options: {},
		},
	};
}
