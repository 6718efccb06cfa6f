import type { INodeProperties } from 'n8n-workflow';

import { supports } from '../../domain/modelOptions';
import { MODELS, type Model, type ModelParameter } from '../../domain/models';
import { cameraField } from './cameraField';
import { imageFields } from './imageFields';
import { modeFields, modelField, promptFields } from './modelFields';
import { qualityAndDurationFields } from './qualityFields';

/**
 * The form of a create request, generated from the table of models. Where the choices depend on model,
 * mode or quality, a field has several variants under one name.
 */
export function createRequestFields(models: readonly Model[] = MODELS): INodeProperties[] {
	return [
		modelField(models),
		...modeFields(models),
		...imageFields(),
		...promptFields(models),
		...qualityAndDurationFields(models),
		cameraField,
	];
}

/** The entries of Options that go into `model_params`. */
export function modelParamFields(models: readonly Model[] = MODELS): INodeProperties[] {
	const hiddenWithout = (parameter: ModelParameter) => {
		const without = models.filter((model) => !supports(model, parameter)).map(({ id }) => id);
		return without.length > 0 ? { displayOptions: { hide: { '/model': without } } } : {};
	};
	return [
		{
			displayName: 'Fast Pretreatment',
			name: 'fastPretreatment',
			type: 'boolean',
			default: false,
			description: 'Whether to shorten the prompt optimization step',
			...hiddenWithout('fastPretreatment'),
		},
		{
			displayName: 'Prompt Optimizer',
			name: 'promptOptimizer',
			type: 'boolean',
			default: true,
			description:
				'Whether the provider may rewrite the prompt. Turn off to use the prompt verbatim.',
			...hiddenWithout('promptOptimizer'),
		},
	];
}
