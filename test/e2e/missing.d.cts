export function missingPrograms(): Array<{ program: string; folder: string }>;
