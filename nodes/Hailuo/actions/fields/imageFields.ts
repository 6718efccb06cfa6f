import type { INodeProperties } from 'n8n-workflow';

import { IMAGES_PER_MODE, MODES } from '../../domain/models';
import { EXPRESSION, displayFor } from '../common/displayOptions';

const LIMITS = 'JPG, PNG or WebP, up to 20 MB, aspect ratio 2:5 to 5:2, short edge over 300 px.';

/** The names and texts of one frame. */
interface Frame {
	/** The prefix of its parameter names. */
	name: 'firstFrame' | 'lastFrame';
	label: string;
	/** The minimum number of images in the modes that use this frame. */
	images: number;
	sourceText: string;
	urlText: string;
	urlExample: string;
	binaryText: string;
	binaryField: string;
}

const FRAMES: readonly Frame[] = [
	{
		name: 'firstFrame',
		label: 'First Frame',
		images: 1,
		sourceText: 'Source of the first frame',
		urlText: `Public URL of the first frame. ${LIMITS}`,
		urlExample: 'e.g. https://example.com/first.png',
		binaryText: `Name of the binary field that contains the first frame. ${LIMITS}`,
		binaryField: 'data',
	},
	{
		name: 'lastFrame',
		label: 'Last Frame',
		images: 2,
		sourceText: 'Source of the last frame',
		urlText: 'Public URL of the last frame. Cropped to the aspect ratio of the first frame.',
		urlExample: 'e.g. https://example.com/last.png',
		binaryText:
			'Name of the binary field that contains the last frame. Cropped to the aspect ratio of the first frame.',
		binaryField: 'lastFrame',
	},
];

/** The image fields of each mode: frames, each a URL or a file, or a list of URLs. */
export function imageFields(): INodeProperties[] {
	return [...FRAMES.flatMap(frameFields), imageUrlsField];
}

const allModes = [...MODES, EXPRESSION];

const imageUrlsField: INodeProperties = {
	displayName: 'Image URLs',
	name: 'imageUrls',
	type: 'string',
	typeOptions: { rows: 2 },
	default: '',
	placeholder: 'e.g. https://example.com/first.png, https://example.com/last.png',
	description:
		'Up to two public URLs, comma- or newline-separated, or an array. None: text to video. One: image to video. Two: first and last frame.',
	displayOptions: displayFor({ mode: { values: ['auto', EXPRESSION], allValues: allModes } }),
};

/** The source of a frame, and its URL or binary field. */
function frameFields({ name, label, images, ...texts }: Frame): INodeProperties[] {
	const { sourceText, urlText, urlExample, binaryText, binaryField } = texts;
	const modesWithFrame = MODES.filter((mode) => mode !== 'auto' && IMAGES_PER_MODE[mode] >= images);
	const sourceName = `${name}Source`;
	const allSources = ['url', 'binary', EXPRESSION];
	/** Required only if the frame is certainly needed: the result of an expression is not known yet. */
	const variants = (source: string, field: INodeProperties): INodeProperties[] =>
		[
			{ modes: modesWithFrame, sources: [source], required: true },
			{ modes: modesWithFrame, sources: [EXPRESSION], required: false },
			{ modes: [EXPRESSION], sources: [source, EXPRESSION], required: false },
		].map(({ modes, sources, required }) => ({
			...field,
			required,
			displayOptions: displayFor({
				mode: { values: modes, allValues: allModes },
				[sourceName]: { values: sources, allValues: allSources },
			}),
		}));

	return [
		{
			displayName: `${label} Source`,
			name: sourceName,
			type: 'options',
			options: [
				{
					name: 'URL',
					value: 'url',
					description: 'Public URL of an image',
				},
				{
					name: 'Binary File',
					value: 'binary',
					description: 'Binary field of the input item. Requires Files Base URL in the credential.',
				},
			],
			default: 'url',
			description: sourceText,
			builderHint: {
				propertyHint:
					'Use "url" if the image has a public URL. "binary" uploads a file of the input item and requires Files Base URL in the credential.',
			},
			displayOptions: displayFor({
				mode: { values: [...modesWithFrame, EXPRESSION], allValues: allModes },
			}),
		},
		...variants('url', {
			displayName: `${label} URL`,
			name: `${name}Url`,
			type: 'string',
			default: '',
			placeholder: urlExample,
			description: urlText,
		}),
		...variants('binary', {
			displayName: `${label} Binary Field`,
			name: `${name}BinaryProperty`,
			type: 'string',
			default: binaryField,
			placeholder: `e.g. ${binaryField}`,
			// Enables drag and drop of a binary field in the editor.
			typeOptions: { binaryDataProperty: true },
			hint: 'The name of the input binary field that contains the image. Uploading it requires Files Base URL in the credential.',
			description: binaryText,
		}),
	];
}
