import { requestFieldsIn, toItemJson } from '../../../nodes/Hailuo/domain/taskItem';

describe('toItemJson', () => {
	it('starts with what users look for, and ends with the usage', () => {
		const task = {
			usage: {},
			createdAt: '2026-01-01T00:00:00.000Z',
			prompt: 'A paper boat',
			taskId: 'task-1',
			videoUrl: 'https://a.example/1.mp4',
			providerStatus: 'SUCCESS',
			status: 'completed',
		} as const;
		const item = toItemJson(task);
		expect(item).toEqual(task);
		expect(Object.keys(item).join()).toBe(
			'status,providerStatus,videoUrl,taskId,prompt,createdAt,usage',
		);
	});
});

describe('requestFieldsIn', () => {
	it('returns only the fields of a request, if they have the right type', () => {
		const request = { prompt: 'A boat', quality: '2k', duration: 8, aspectRatio: '1:1' };
		expect(requestFieldsIn({ ...request, taskId: 'task-1', status: 'failed' })).toEqual(request);
		expect(requestFieldsIn({ prompt: 7, quality: null, duration: '8', aspectRatio: [] })).toEqual(
			{},
		);
		expect(requestFieldsIn(undefined)).toEqual({});
	});
});
