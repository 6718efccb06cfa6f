/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { join } from 'node:path';

/** Logs and files of the last test run; git ignores it. */
export const RUN_FOLDER = join(__dirname, '../../test/e2e/.run');
