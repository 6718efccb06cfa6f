import { hintsForRequest } from '../../../nodes/Hailuo/domain/hints';
import { bodyOf, FIRST } from './createInputs';

const hintsOf = (prompt: string, model = 'MiniMax-Hailuo-02') =>
	hintsForRequest({ mode: 'textToVideo', body: { ...bodyOf({ model }), prompt }, images: [] });

describe('hintsForRequest', () => {
	it.each<[string, RegExp[]]>([
		['A boat', []],
		['A boat [Pan left,Pedestal up] [Shake]', []],
		['[Scene 1] A boat [a red one]', []],
		['A boat [Shake,Zoom in,Pan left]', []],
		['A boat [Shake,Zoom in, Pan left,Tilt up]', [/contains 4 camera movements.*At most 3/]],
		['Flags [red, white, blue, green]', []],
	])('returns for the prompt "%s" the hints %p', (prompt, expected) => {
		expect(hintsOf(prompt)).toEqual(expected.map((hint) => expect.stringMatching(hint)));
	});

	it('ignores brackets with models without camera commands', () => {
		expect(hintsOf('A boat [Shake,Zoom in,Pan left,Tilt up]', 'minimax-h3')).toEqual([]);
	});

	it('warns about an unknown model and lists the known models', () => {
		expect(hintsOf('A boat', 'MiniMax-Hailuo-9')).toEqual([
			expect.stringMatching(
				/^The model "MiniMax-Hailuo-9" is not known.*MiniMax-Hailuo-02.*minimax-h3-max-turbo\.$/,
			),
		]);
	});

	it.each([
		['a link that may be converted', 'https://cdn.example.com/a.heic?format=jpg', /\.heic/],
		['a link of an accepted format', `${FIRST}?size=2`, undefined],
	])('returns for %s a hint: %p', (_, firstFrameUrl, hint) => {
		const body = bodyOf({ mode: 'imageToVideo', firstFrameUrl });
		const hints = hintsForRequest({ mode: 'imageToVideo', body, images: [firstFrameUrl] });
		expect(hints).toEqual(hint === undefined ? [] : [expect.stringMatching(hint)]);
	});
});
