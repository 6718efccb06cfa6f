import { newIssue, withSubject, type Issue } from '../domain/issue';
import type { Operation, RunItem } from '../execution/operation';
import type { RunContext } from '../execution/runContext';
import { readBinaryFile } from '../images/binaryFile';
import { nonEmptyString } from '../utils/json';
import { err, ok, type Result } from '../utils/result';
import { formatValue } from '../utils/format';
import { createUploader, uploadFailure, type Uploadable } from './common/fileUploader';
import { uploadField } from './fields/mediaFields';

/** Gives files public URLs, for references, other nodes and agents. Agents cannot upload: tools get no files. */
export const upload: Operation<Uploadable> = {
	option: {
		name: 'Upload',
		value: 'upload',
		action: 'Upload a file',
		description: 'Upload a file and get a public URL, which expires after 72 hours',
	},
	fields: [uploadField],

	async validate(parameters, item, run) {
		const file = await loadFile(parameters.get('binaryPropertyName'), item, run);
		if (file.ok) return file.value;
		parameters.issues.push(file.error);
		return undefined;
	},

	start(run) {
		const send = createUploader(run);
		return {
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
	{ itemIndex, credential: { filesBaseUrl } }: RunItem,
	{ context, isTool }: RunContext,
): Promise<Result<Uploadable, Issue>> {
	if (isTool) {
		return err(
			newIssue('An AI agent passes no files to its tools', 'Upload the file before the agent.'),
		);
	}
	if (!filesBaseUrl.ok) return filesBaseUrl;
	const read = await readBinaryFile(context, itemIndex, field, 1);
	if (!read.ok) return err(withSubject('The file', read.error));
	const { file } = read.value;
	if (file.bytes === 0) return err(newIssue('The file is empty'));
	return ok({ ...file, filesBaseUrl: filesBaseUrl.value });
}
