import { COMMAND_NAMES } from '../../../nodes/Hailuo/domain/camera';
import { cameraHints, hintsForRequest, nearestCommand } from '../../../nodes/Hailuo/domain/hints';

describe('hints', () => {
	describe('almost a command', () => {
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
		])('[%s] means [%s]', (written, meant) => {
			expect(nearestCommand(written)).toBe(meant);
		});

		it.each(['', ' ', 'a cat', 'Scene 1', 'left', 'fade out', 'panorama', 'cut', 'x'.repeat(2000)])(
			'[%s] is part of the story',
			(written) => {
				expect(nearestCommand(written)).toBeUndefined();
			},
		);

		it.each(COMMAND_NAMES)('[%s] is itself', (name) => {
			expect(nearestCommand(name)).toBe(name);
		});
	});

	describe('hints on a prompt', () => {
		it.each<[string, RegExp[]]>([
			['A boat', []],
			['A boat [Pan left,Pedestal up] [Shake]', []],
			['A boat [Pan left, Pedestal up]', []],
			['[Scene 1] A boat [a red one]', []],
			[
				'A boat [pan left]',
				[/^\[pan left\] .* sent unchanged\. The closest one is \[Pan left\]\.$/],
			],
			['A boat [pan left] [pan left]', [/\[Pan left\]/]],
			['A boat [Zoom,Shake]', [/^\[Zoom\] .*\[Zoom in\]/]],
			['A boat [Shake,Zoom in,Pan left]', []],
			['A boat [Shake,Zoom in,Pan left,Tilt up]', [/contains 4 camera movements.*At most 3/]],
			['Flags [red, white, blue, green]', []],
			['A boat [Pan left', []],
			['A boat [[pan left]]', [/^\[pan left\]/]],
		])('%s', (prompt, expected) => {
			expect(cameraHints(prompt)).toEqual(expected.map((hint) => expect.stringMatching(hint)));
		});

		it('takes no time over hostile brackets', () => {
			const began = performance.now();
			cameraHints('['.repeat(2000));
			cameraHints(`[${'a,'.repeat(990)}]`);
			expect(performance.now() - began).toBeLessThan(500);
		});
	});

	it('a model that the table does not know is told, with those it knows', () => {
		const body = { model: 'MiniMax-Hailuo-9', quality: '768p', duration: 6 };
		expect(hintsForRequest(body)).toEqual([
			expect.stringMatching(
				/^The model "MiniMax-Hailuo-9" is not known.*MiniMax-Hailuo-2\.3-Fast\.$/,
			),
		]);
		expect(hintsForRequest({ ...body, model: 'MiniMax-Hailuo-02' })).toEqual([]);
	});
});
