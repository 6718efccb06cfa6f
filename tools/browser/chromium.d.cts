/** The path of a Chromium that is installed on this machine; undefined where there is none. */
export function findChromium(): string | undefined;
