import { newIssue, withSubject, type Issue } from '../domain/issue';
import type { ItemContext, Operation } from '../execution/operation';
import { isTool } from '../execution/runContext';
import { findBinary, idOf, readHead, statedType } from '../images/binaryFile';
import { limitConcurrency } from '../scheduling/limit';
import { nonEmptyString } from '../utils/json';
import { err, ok, type Result } from '../utils/result';
import { formatValue } from '../utils/format';
import {
	createUploader,
	FILL_IN_FILES_BASE_URL,
	uploadFailure,
	type Uploadable,
} from './common/fileUploader';
import { uploadField } from './fields/mediaFields';

const MAX_CONCURRENT_UPLOADS = 10;

/** Gives files public URLs, for references, other nodes and agents. Agents cannot upload: tools get no files. */
export const upload: Operation<Uploadable> = {
	option: {
		name: 'Upload',
		value: 'upload',
		action: 'Upload a file',
		description: 'Upload a file and get a public URL, which expires after 72 hours',
	},
	fields: [uploadField],

	async validate(parameters, item) {
		const file = await loadFile(parameters.get('binaryPropertyName'), item);
		if (file.ok) return file.value;
		parameters.issues.push(file.error);
		return undefined;
	},

	start(run) {
		const send = createUploader(run);
		return {
			limit: limitConcurrency(MAX_CONCURRENT_UPLOADS),

			async execute({ input: file, credential }) {
				const uploaded = await send(file, credential);
				const fileName = nonEmptyString(file.binary.fileName);
				if (!uploaded.ok) {
					const what = fileName === undefined ? 'file' : `file ${formatValue(fileName)}`;
					return err(uploadFailure(what, uploaded.error));
				}
				const { fileUrl, expiresAt } = uploaded.value;
				return ok({
					json: {
						fileUrl,
						...(fileName && { fileName }),
						mimeType: file.mimeType,
						fileSize: file.bytes,
						...(expiresAt && { expiresAt }),
					},
				});
			},
		};
	},
};

async function loadFile(
	field: unknown,
	{ context, itemIndex, credential: { filesBaseUrl } }: ItemContext,
): Promise<Result<Uploadable, Issue>> {
	if (isTool(context)) {
		return err(
			newIssue('An AI agent passes no files to its tools', 'Upload the file before the agent.'),
		);
	}
	if (filesBaseUrl === undefined) {
		return err(
			newIssue('Upload requires Files Base URL in the credential', FILL_IN_FILES_BASE_URL),
		);
	}
	if (!filesBaseUrl.ok) return filesBaseUrl;
	const found = findBinary(context, itemIndex, field);
	if (!found.ok) return err(withSubject('The file', found.error));
	const binary = found.value;
	try {
		const { bytes } = await readHead(context, binary, 1);
		if (bytes === 0) return err(newIssue('The file is empty'));
		const id = idOf(binary);
		return ok({ ...statedType(binary), id, binary, bytes, filesBaseUrl: filesBaseUrl.value });
	} catch (error) {
		return err(newIssue(`The file cannot be read: ${(error as Error).message}`));
	}
}
