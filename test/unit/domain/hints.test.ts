import { COMMAND_NAMES } from '../../../nodes/Hailuo/domain/camera';
import { cameraHints, hintsForRequest, nearestCommand } from '../../../nodes/Hailuo/domain/hints';

describe('nearestCommand', () => {
	it.each([
		['pan left', 'Pan left'],
		['ZOOM OUT', 'Zoom out'],
		['Zoom', 'Zoom in'],
		['Pedestal', 'Pedestal up'],
		['pan-left', 'Pan left'],
		['Push  in', 'Push in'],
		['Pushin', 'Push in'],
		['Pam left', 'Pan left'],
		['Pam lift', 'Pan left'],
		['Tilt dwon', 'Tilt down'],
		['Tracking', 'Tracking shot'],
		['static', 'Static shot'],
		['Zoom in slowly', 'Zoom in'],
		['shake', 'Shake'],
	])('suggests for [%s] the command [%s]', (written, command) => {
		expect(nearestCommand(written)).toBe(command);
	});

	it.each(['', ' ', 'a cat', 'Scene 1', 'left', 'fade out', 'panorama', 'cut', 'x'.repeat(2000)])(
		'suggests nothing for [%s], which resembles no command',
		(written) => {
			expect(nearestCommand(written)).toBeUndefined();
		},
	);

	it.each(COMMAND_NAMES)('returns the command [%s] itself', (name) => {
		expect(nearestCommand(name)).toBe(name);
	});
});

describe('cameraHints', () => {
	it.each<[string, RegExp[]]>([
		['A boat', []],
		['A boat [Pan left,Pedestal up] [Shake]', []],
		['A boat [Pan left, Pedestal up]', []],
		['[Scene 1] A boat [a red one]', []],
		['A boat [pan left]', [/^\[pan left\] .* sent unchanged\. The closest one is \[Pan left\]\.$/]],
		['A boat [pan left] [pan left]', [/\[Pan left\]/]],
		['A boat [Zoom,Shake]', [/^\[Zoom\] .*\[Zoom in\]/]],
		['A boat [Shake,Zoom in,Pan left]', []],
		['A boat [Shake,Zoom in,Pan left,Tilt up]', [/contains 4 camera movements.*At most 3/]],
		['Flags [red, white, blue, green]', []],
		['A boat [Pan left', []],
		['A boat [[pan left]]', [/^\[pan left\]/]],
	])('returns for the prompt "%s" the hints %p', (prompt, expected) => {
		expect(cameraHints(prompt)).toEqual(expected.map((hint) => expect.stringMatching(hint)));
	});

	it('parses a malicious prompt of 2,000 brackets in under 500 ms', () => {
		const startMs = performance.now();
		cameraHints('['.repeat(2000));
		cameraHints(`[${'a,'.repeat(990)}]`);
		expect(performance.now() - startMs).toBeLessThan(500);
	});
});

describe('hintsForRequest', () => {
	it('warns about an unknown model and lists the known models', () => {
		const body = { model: 'MiniMax-Hailuo-9', quality: '768p', duration: 6 };
		expect(hintsForRequest(body)).toEqual([
			expect.stringMatching(
				/^The model "MiniMax-Hailuo-9" is not known.*MiniMax-Hailuo-2\.3-Fast\.$/,
			),
		]);
		expect(hintsForRequest({ ...body, model: 'MiniMax-Hailuo-02' })).toEqual([]);
	});
});
