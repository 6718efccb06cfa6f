import type { Editor } from '../../test/e2e/browser/editor';
import type { N8nClient } from '../../test/e2e/harness/client';
import type { CredentialReference } from '../../test/e2e/harness/credentials';

/** Where pictures are taken. */
export interface Scene {
	n8n: N8nClient;
	editor: Editor;
	credentials: { hailuoApi: CredentialReference };
}

/** Brings the editor into a state and takes the picture, as a PNG. */
export type Picture = (scene: Scene) => Promise<Buffer>;
