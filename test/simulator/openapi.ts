/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @typescript-eslint/no-explicit-any -- development code, never shipped; the document is walked by its own names */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import addFormats from 'ajv-formats';
import Ajv2020 from 'ajv/dist/2020';
import { parse } from 'yaml';

export const FILE = join(__dirname, '../../simulator/openapi.yaml');
const { paths, ...rest } = parse(readFileSync(FILE, 'utf8'));

/** Disallows undocumented fields in every object. */
function closed(node: any): any {
	if (Array.isArray(node)) return node.map(closed);
	if (typeof node !== 'object' || node === null) return node;
	const copy = Object.fromEntries(Object.entries(node).map(([name, part]) => [name, closed(part)]));
	return node.properties ? { ...copy, additionalProperties: false } : copy;
}

const ajv = addFormats(new Ajv2020({ strict: false }));
ajv.addSchema(closed({ paths, ...rest }), 'api');

/** The schema errors of a value; empty if it is valid. */
export function schemaErrors(pointer: string, value: unknown): unknown[] {
	const validate = ajv.compile({ $ref: `api${pointer}` });
	return validate(value) ? [] : (validate.errors ?? []);
}

/** Such as `post /v1/tasks/batch`. */
export const OPERATIONS = Object.entries<any>(paths).flatMap(([path, methods]) =>
	['get', 'post'].filter((method) => methods[method]).map((method) => `${method} ${path}`),
);

/** The schema errors of a response body. */
export function responseErrors(operation: string, status: number, body: unknown): unknown[] {
	const [method, path] = operation.split(' ');
	const documented = status === 200 ? '200' : 'default';
	const escaped = path.replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');
	const pointer =
		paths[path][method].responses[documented].$ref ??
		`#/paths/${escaped}/${method}/responses/${documented}`;
	return schemaErrors(`${pointer}/content/application~1json/schema`, body);
}
