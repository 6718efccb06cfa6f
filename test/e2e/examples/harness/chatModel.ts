import { startScriptedModel } from '../../../../tools/agent/scriptedModel';
import { withParameters } from './standIns';

/** A scripted chat model, as a service with a credential of type `openAiApi`. */
export async function startChatModel() {
	const model = await startScriptedModel();
	return Object.assign(model, { credential: { apiKey: 'test', url: model.url } });
}

/** The scripted model has only the older of OpenAI's two APIs. */
export const withOlderApi = withParameters({ responsesApiEnabled: false });
