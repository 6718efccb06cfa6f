import type { INodeProperties } from 'n8n-workflow';

import { describeLimits } from '../../domain/imageLimits';
import { MODES } from '../../domain/modelOptions';
import { FRAMES_IN_MODE, MODELS, type Frame, type Mode } from '../../domain/models';
import { hiddenFor } from './displayOptions';

const [defaultModel] = MODELS;
const [{ images }] = Object.values(defaultModel.modes);
const LIMITS = `${defaultModel.name}: ${describeLimits(images)}. Other models have their own limits.`;

/** The media fields of each mode: frames, each a URL or a file, or lists of URLs. */
export const mediaFields: INodeProperties[] = [
	...frameFields('firstFrame', 'First Frame', 'data', LIMITS),
	...frameFields(
		'lastFrame',
		'Last Frame',
		'lastFrame',
		'With a first frame, it is cropped to the aspect ratio of that frame.',
	),
	urlListField('auto', 'imageUrls', 'Image URLs', {
		placeholder: 'e.g. https://example.com/first.png, https://example.com/last.png',
		description:
			'Up to two public URLs, comma- or newline-separated, or an array. None: text to video. One: image to video. Two: first and last frame.',
	}),
	urlListField('reference', 'referenceImageUrls', 'Reference Image URLs', {
		placeholder: 'e.g. https://example.com/person.png',
		description:
			'Public URLs of images, comma- or newline-separated, or an array. The prompt refers to them as Image 1, Image 2, … For a file, get a URL with File → Upload.',
	}),
	urlListField('reference', 'referenceVideoUrls', 'Reference Video URLs', {
		placeholder: 'e.g. https://example.com/motion.mp4',
		description:
			'Public URLs of MP4 or MOV videos of 2 to 15 seconds together. The prompt refers to them as Video 1, … Their seconds are charged.',
	}),
	urlListField('reference', 'referenceAudioUrls', 'Reference Audio URLs', {
		placeholder: 'e.g. https://example.com/voice.mp3',
		description:
			'Public URLs of WAV or MP3 files of 2 to 15 seconds together. The prompt refers to them as Audio 1, …',
	}),
];

function urlListField(
	mode: Mode,
	name: string,
	displayName: string,
	texts: Pick<INodeProperties, 'placeholder' | 'description'>,
): INodeProperties {
	const hidden = hiddenFor({ mode: MODES.filter((one) => one !== mode) });
	const base = {
		displayName,
		name,
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
	} as const;
	return { ...base, ...texts, ...hidden };
}

/** The source of a frame, and its URL or binary field. */
function frameFields(
	frame: Frame,
	label: string,
	binaryField: string,
	note: string,
): INodeProperties[] {
	const isUsed = (mode: Mode) => mode !== 'auto' && FRAMES_IN_MODE[mode].includes(frame);
	const mode = MODES.filter((one) => !isUsed(one));
	const source = `${frame}Source`;
	const text = label.toLowerCase();
	return [
		{
			displayName: `${label} Source`,
			name: source,
			type: 'options',
			options: [
				{ name: 'URL', value: 'url', description: 'Public URL of an image' },
				{
					name: 'Binary File',
					value: 'binary',
					description: 'Binary field of the input item. Requires Files Base URL in the credential.',
					// n8n passes no files to a tool.
					displayOptions: { hide: { '@tool': [true] } },
				},
			],
			default: 'url',
			description: `Source of the ${text}`,
			builderHint: {
				propertyHint:
					'Use "url" if the image has a public URL. "binary" uploads a file of the input item and requires Files Base URL in the credential.',
			},
			...hiddenFor({ mode }),
		},
		{
			displayName: `${label} URL`,
			name: `${frame}Url`,
			type: 'string',
			default: '',
			placeholder: `e.g. https://example.com/${text.split(' ')[0]}.png`,
			description: `Public URL of the ${text}. ${note}`,
			...hiddenFor({ mode, [source]: ['binary'] }),
		},
		{
			displayName: `${label} Binary Field`,
			name: `${frame}BinaryProperty`,
			type: 'string',
			default: binaryField,
			placeholder: `e.g. ${binaryField}`,
			// Enables drag and drop of a binary field in the editor.
			typeOptions: { binaryDataProperty: true },
			hint: 'The name of the input binary field that contains the image. Uploading it requires Files Base URL in the credential.',
			description: `Name of the binary field that contains the ${text}. ${note}`,
			...hiddenFor({ mode, [source]: ['url'] }),
		},
	];
}
