import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { describeLimits } from '../../domain/imageLimits';
import { MODES } from '../../domain/modelOptions';
import { FRAMES_IN_MODE, MODELS, type Frame, type Mode } from '../../domain/models';

const [{ name, images }] = MODELS;
const LIMITS = `${name}: ${describeLimits(images)}. Other models have their own limits`;

/** The media fields of each mode: frames, each a URL or a file, or lists of URLs. */
export const mediaFields: INodeProperties[] = [
	...frameFields('firstFrame', 'First Frame', 'data', LIMITS),
	...frameFields(
		'lastFrame',
		'Last Frame',
		'lastFrame',
		'With a first frame, it is cropped to the aspect ratio of that frame',
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

/** Hidden in all other modes. */
function onlyIn(isUsed: (mode: Mode) => boolean): IDisplayOptions['hide'] {
	return { mode: MODES.filter((mode) => !isUsed(mode)) };
}

function urlListField(
	mode: Mode,
	name: string,
	displayName: string,
	texts: Pick<INodeProperties, 'placeholder' | 'description'>,
): INodeProperties {
	return {
		displayName,
		name,
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		...texts,
		displayOptions: { hide: onlyIn((one) => one === mode) },
	};
}

/** The source of a frame, and its URL or binary field. */
function frameFields(
	frame: Frame,
	label: string,
	byDefault: string,
	note: string,
): INodeProperties[] {
	const hide = onlyIn((mode) => mode !== 'auto' && FRAMES_IN_MODE[mode].includes(frame));
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
			displayOptions: { hide },
		},
		{
			displayName: `${label} URL`,
			name: `${frame}Url`,
			type: 'string',
			default: '',
			placeholder: `e.g. https://example.com/${text.split(' ')[0]}.png`,
			description: `Public URL of the ${text}. ${note}.`,
			displayOptions: { hide: { ...hide, [source]: ['binary'] } },
		},
		{
			...binaryField(byDefault),
			displayName: `${label} Binary Field`,
			name: `${frame}BinaryProperty`,
			hint: 'The name of the input binary field that contains the image. Uploading it requires Files Base URL in the credential.',
			description: `Name of the binary field that contains the ${text}. ${note}.`,
			displayOptions: { hide: { ...hide, [source]: ['url'] } },
		},
	];
}

function binaryField(byDefault: string) {
	return {
		type: 'string',
		default: byDefault,
		placeholder: `e.g. ${byDefault}`,
		// Enables drag and drop of a binary field in the editor.
		typeOptions: { binaryDataProperty: true },
	} as const;
}

export const uploadField: INodeProperties = {
	...binaryField('data'),
	displayName: 'Input Binary Field',
	name: 'binaryPropertyName',
	required: true,
	hint: 'The name of the input binary field containing the file to be uploaded',
	description:
		'Name of the binary field that contains the file. Uploading it requires Files Base URL in the credential.',
};
