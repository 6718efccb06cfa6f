import sharp from 'sharp';

/** Real images of the kinds that cameras, phones, editors and websites produce. */
export interface Sample {
	name: string;
	bytes: Buffer;
}

type Encode = (image: sharp.Sharp) => sharp.Sharp;

/** In some photographs, several hundred kilobytes of metadata precede the size. */
const BIG_NOTE = 'n'.repeat(30_000);

const ENCODINGS: Array<[name: string, encode: Encode]> = [
	['JPEG', (image) => image.jpeg()],
	['JPEG progressive', (image) => image.jpeg({ progressive: true })],
	['JPEG mozjpeg', (image) => image.jpeg({ mozjpeg: true })],
	['JPEG 4:4:4', (image) => image.jpeg({ chromaSubsampling: '4:4:4' })],
	['JPEG gray', (image) => image.grayscale().jpeg()],
	['JPEG CMYK', (image) => image.toColourspace('cmyk').jpeg()],
	['JPEG with a profile', (image) => image.withIccProfile('p3').jpeg()],
	[
		'JPEG with a long note',
		(image) => image.withExif({ IFD0: { ImageDescription: BIG_NOTE } }).jpeg(),
	],
	['JPEG turned', (image) => image.withMetadata({ orientation: 6 }).jpeg()],
	['PNG', (image) => image.png()],
	['PNG interlaced', (image) => image.png({ progressive: true })],
	['PNG palette', (image) => image.png({ palette: true })],
	['PNG gray', (image) => image.grayscale().png()],
	['PNG with transparency', (image) => image.ensureAlpha(0.5).png()],
	['PNG 16 bit', (image) => image.toColourspace('rgb16').png()],
	['PNG with a profile', (image) => image.withIccProfile('p3').png()],
	['WebP lossy', (image) => image.webp()],
	['WebP lossless', (image) => image.webp({ lossless: true })],
	['WebP extended: transparency', (image) => image.ensureAlpha(0.5).webp()],
	['WebP extended: profile', (image) => image.withIccProfile('p3').webp()],
	['WebP extended: Exif', (image) => image.withMetadata({ orientation: 1 }).webp()],
];

/** Small, since encoding takes most of the time; each side once needs a second byte, and once more than 12 bits. */
const SIZES: ReadonlyArray<readonly [width: number, height: number]> = [
	[1, 1],
	[255, 257],
	[301, 751],
	[751, 301],
	[16, 4097],
	[4097, 16],
];

/** Every encoding at every size. */
export async function allSamples(): Promise<Sample[]> {
	const samples = ENCODINGS.flatMap(([encoding]) =>
		SIZES.map(async ([width, height]) => ({
			name: `${encoding}, ${width} × ${height}`,
			bytes: await sample(encoding, width, height),
		})),
	);
	return await Promise.all(samples);
}

/** One image of a kind, e.g. `JPEG progressive`. */
export async function sample(encoding: string, width: number, height: number): Promise<Buffer> {
	const encode = new Map(ENCODINGS).get(encoding);
	if (!encode) throw new Error(`No encoding is called ${encoding}`);
	const background = '#2a9df4';
	return await encode(sharp({ create: { width, height, channels: 3, background } })).toBuffer();
}

/** Type and size according to the library, before a rotation by Exif. */
export async function seenBySharp(bytes: Buffer) {
	const { format, width = 0, height = 0 } = await sharp(bytes).metadata();
	return { format: { jpeg: 'JPEG', png: 'PNG', webp: 'WebP' }[format as string], width, height };
}
