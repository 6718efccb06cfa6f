import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Session } from './session';

export interface CredentialInput {
	name: string;
	type: string;
	data: ICredentialDataDecryptedObject;
}

/** The reference to a credential in a node. */
export interface CredentialReference {
	id: string;
	name: string;
}

export const credentials = ({ call }: Session) => ({
	async createCredential(credential: CredentialInput): Promise<CredentialReference> {
		const { id, name } = await call<CredentialReference>('POST', 'credentials', credential);
		return { id, name };
	},

	/** The test of the credential's form; its values need not be saved. */
	async testCredential({ type, data }: Omit<CredentialInput, 'name'>) {
		type Result = { status: 'OK' | 'Error'; message: string };
		const unsaved = { id: '', name: '', type, data };
		return await call<Result>('POST', 'credentials/test', { credentials: unsaved });
	},
});
