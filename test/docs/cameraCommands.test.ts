/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { readFileSync } from 'node:fs';

import { CAMERA_COMMANDS } from '../../nodes/Hailuo/video/camera';

const readme = readFileSync('README.md', 'utf8');

it('the README shows all camera commands as the picker does', () => {
	const rows = [...readme.matchAll(/^\| `([A-Z][a-z]+(?: [a-z]+)?)` +\| (.*?) +\|$/gm)];
	expect(rows.map(([, name, description]) => ({ name, description }))).toEqual(CAMERA_COMMANDS);
});
