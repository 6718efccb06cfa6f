import { videoFileName } from '../../../../nodes/Hailuo/actions/common/videoFileName';

const taskId = 'task-unified-1700000000-a1b2c3d4';

describe('videoFileName', () => {
	it.each<[prompt: string | undefined, words: string]>([
		['A paper boat sails down a rainy street [Push in]', 'A-paper-boat-sails-down-a-rainy-street'],
		['[Pan left] A kite', 'Pan-left-A-kite'],
		['  "Über" & café:\n2 Männer/Frauen?  ', 'Über-café-2-Männer-Frauen'],
		['cafe\u0301', 'caf\u00e9'],
		['../../etc/passwd', 'etc-passwd'],
		['CON', 'CON'],
		['a\0b\u202egpj.exe', 'a-b-gpj-exe'],
		['🎬 A boat 🎬', 'A-boat'],
		['纸船在雨中漂流', '纸船在雨中漂流'],
		['नाव', 'नाव'],
		['字'.repeat(2000), '字'.repeat(40)],
		['x'.repeat(41), 'x'.repeat(40)],
		['🎬', 'hailuo'],
		['', 'hailuo'],
		[undefined, 'hailuo'],
	])('of the prompt %j begins with "%s"', (prompt, words) => {
		expect(videoFileName({ taskId, prompt })).toBe(`${words}-${taskId}`);
	});

	it.each([
		['a/b\\c:d', 'a-b-c-d'],
		['1234', '1234'],
		[`${'x'.repeat(150)}-end`, `${'x'.repeat(76)}-end`],
	])('contains of the task ID %j "%s"', (id, part) => {
		expect(videoFileName({ taskId: id })).toBe(`hailuo-${part}`);
	});

	it('is shorter than 255 bytes with the longest words and ID', () => {
		const name = videoFileName({ taskId: 'x'.repeat(200), prompt: '𠀀'.repeat(100) });
		expect(Buffer.byteLength(`${name}.webm`)).toBeLessThan(255);
	});
});
