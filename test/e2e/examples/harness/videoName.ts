/**
 * The name of a video file with "hailuo" instead of the prompt's first words, which a node only knows if
 * its input item has the prompt. The rest is the task ID.
 */
export function withoutPrompt(fileName: string): string {
	return fileName.replace(/[^/]*(?=-task-unified-)/, 'hailuo');
}
