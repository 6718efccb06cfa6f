/* eslint-disable @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { scalingTable } from './report';

void scalingTable().then((table) => process.stdout.write(`${table}\n`));
