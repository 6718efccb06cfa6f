/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { readFileSync } from 'node:fs';

import { CAMERA_COMMANDS } from '../../nodes/Hailuo/domain/camera';

const fields = readFileSync('docs/fields.md', 'utf8');

describe('docs/fields.md', () => {
	it('lists the camera commands of the form', () => {
		const rows = [...fields.matchAll(/^\| `([A-Z][a-z]+(?: [a-z]+)?)` +\| (.*?) +\|$/gm)];
		expect(rows.map(([, name, description]) => ({ name, description }))).toEqual(CAMERA_COMMANDS);
	});
});
