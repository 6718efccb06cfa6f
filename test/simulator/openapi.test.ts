/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import addFormats from 'ajv-formats';
import Ajv2020 from 'ajv/dist/2020';
import { parse } from 'yaml';

import { checkCreateRequest } from '../../simulator/api/createRequest';
import { startSimulator, type ErrorShape, type Simulator } from '../../simulator/index';
import { CASES, BASE64, STREAM } from './testing/responseCases';
import { clientOf, stoppedClock, TEXT_TO_VIDEO } from '../../simulator/testing/client';

/* eslint-disable @typescript-eslint/no-explicit-any -- the document is walked by its own names */
type Json = any;

const FILE = join(__dirname, '../../simulator/openapi.yaml');
const documented: Json = parse(readFileSync(FILE, 'utf8'));

/** Disallows undocumented fields in every object. */
function closed(node: Json): Json {
	if (Array.isArray(node)) return node.map(closed);
	if (typeof node !== 'object' || node === null) return node;
	const copy = Object.fromEntries(Object.entries(node).map(([name, part]) => [name, closed(part)]));
	return node.type === 'object' && node.properties
		? { ...copy, additionalProperties: false }
		: copy;
}

const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
ajv.addSchema(closed(documented), 'api');

function operationsOf(): Array<[operation: string, statuses: string[]]> {
	return Object.entries<Json>(documented.paths).flatMap(([path, methods]) =>
		['get', 'post']
			.filter((method) => methods[method])
			.map((method): [string, string[]] => [
				`${method} ${path}`,
				Object.keys(methods[method].responses),
			]),
	);
}

/** @returns the schema errors of a response body; undefined if it is valid */
function schemaErrors(operation: string, status: number, body: unknown): unknown {
	const [method, path] = operation.split(' ');
	const response = documented.paths[path][method].responses[status];
	const escaped = path.replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');
	const pointer = response.$ref ?? `#/paths/${escaped}/${method}/responses/${status}`;
	const validate = ajv.compile({ $ref: `api${pointer}/content/application~1json/schema` });
	return validate(body) ? undefined : validate.errors;
}

describe('openapi.yaml', () => {
	it('is a valid OpenAPI document', async () => {
		// The validator is an ES module, which Jest does not load; its command does the same.
		const command = require
			.resolve('@seriousme/openapi-schema-validator/package.json')
			.replace('package.json', 'bin/validate-api-cli.js');
		const { stdout } = await promisify(execFile)(process.execPath, [command, FILE]);

		expect(JSON.parse(stdout)).toEqual({ valid: true });
	});

	it.each(operationsOf())(
		'documents exactly the statuses that the cases request: %s',
		(operation, statuses) => {
			const tested = CASES.filter(([name]) => name === operation).map(([, status]) => `${status}`);

			expect([...new Set(tested)].sort()).toEqual([...statuses].sort());
		},
	);
});

describe('openapi.yaml, CreateRequest', () => {
	const validate = ajv.compile({ $ref: 'api#/components/schemas/CreateRequest' });
	const full = {
		...TEXT_TO_VIDEO,
		image_urls: ['https://example.org/first.png', 'http://example.org/last.png'],
		quality: '768p',
		duration: 10,
		model_params: { prompt_optimizer: false, fast_pretreatment: true },
	};
	const h3 = (kind: string, variant = '') => ({
		model: `minimax-h3${variant}-${kind}-to-video`,
		prompt: 'A paper boat',
	});
	const frames = { image_start: 'https://a.example/1.png', image_end: 'https://a.example/2.png' };
	const references = { image_urls: ['https://a.example/1.png'] };
	const isAccepted = (body: unknown): boolean => {
		try {
			return !!checkCreateRequest(body);
		} catch {
			return false;
		}
	};

	it.each([
		['accepts all fields', full, true],
		['accepts the required fields only', TEXT_TO_VIDEO, true],
		['rejects a missing model', { ...full, model: undefined }, false],
		['rejects an unknown model', { ...full, model: 'Other' }, false],
		['rejects an unknown field', { ...full, seed: 1 }, false],
		['rejects a prompt of 2,001 characters', { ...full, prompt: 'x'.repeat(2001) }, false],
		['rejects three images', { ...full, image_urls: Array(3).fill(full.image_urls[0]) }, false],
		['rejects an image that is not a URL', { ...full, image_urls: ['first.png'] }, false],
		['rejects an unknown quality', { ...full, quality: '720p' }, false],
		['rejects a duration that is a string', { ...full, duration: '6' }, false],
		['rejects an unknown model parameter', { ...full, model_params: { seed: 1 } }, false],
		[
			'rejects a model parameter that is a string',
			{ ...full, model_params: { prompt_optimizer: 'true' } },
			false,
		],
		['accepts H3 with text', { ...h3('text'), aspect_ratio: '9:16', duration: 4 }, true],
		['accepts H3 with both frames', { ...h3('image'), ...frames }, true],
		['accepts H3 with a last frame', { ...h3('image'), image_end: frames.image_end }, true],
		['accepts H3 with references', { ...h3('reference'), ...references, quality: '2k' }, true],
		['rejects H3 without a prompt', { ...h3('text'), prompt: undefined }, false],
		['rejects H3 with model_params', { ...h3('text'), model_params: {} }, false],
		['rejects H3 with image_urls in place of frames', { ...h3('image'), ...references }, false],
		['rejects H3 with frames and an aspect ratio', { ...h3('image'), aspect_ratio: '1:1' }, false],
		['rejects H3 at 1080p', { ...h3('text'), quality: '1080p' }, false],
		['rejects H3 with 16 s', { ...h3('text'), duration: 16 }, false],
		['rejects references with Turbo', { ...references, ...h3('reference', '-max-turbo') }, false],
	])('%s, as the simulator does', (_title, body, expected) => {
		const sent: unknown = JSON.parse(JSON.stringify(body));

		expect([validate(sent), isAccepted(sent)]).toEqual([expected, expected]);
	});
});

describe.each<ErrorShape>(['numeric', 'text'])('Simulator, with %s error codes', (errorShape) => {
	const clock = stoppedClock();
	let simulator: Simulator;

	beforeAll(async () => {
		simulator = await startSimulator({
			errorShape,
			now: clock.now,
			keys: ['test-key', 'other-key'],
		});
	});
	beforeEach(() => simulator.reset());
	afterAll(async () => await simulator.close());

	it.each(CASES)(
		'responds as openapi.yaml documents: %s %i, %s',
		async (operation, status, _title, send) => {
			const response = await send({ simulator, client: clientOf(simulator), wait: clock.advance });
			const body: Json = await response.json();

			expect(response.status).toBe(status);
			expect(schemaErrors(operation, status, body)).toBeUndefined();
			if (status >= 400 && operation !== STREAM && operation !== BASE64) {
				expect(typeof body.error.code).toBe(errorShape === 'numeric' ? 'number' : 'string');
			}
		},
	);
});
