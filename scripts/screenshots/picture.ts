import type { Editor } from '../../tools/browser/editor';
import type { N8nClient } from '../../tools/n8n/client';
import type { CredentialReference } from '../../tools/n8n/credentials';

/** Where pictures are taken. */
export interface Scene {
	n8n: N8nClient;
	editor: Editor;
	credentials: { hailuoApi: CredentialReference };
}

/** Prepares the editor and takes the picture as a PNG. */
export type Picture = (scene: Scene) => Promise<Buffer>;
