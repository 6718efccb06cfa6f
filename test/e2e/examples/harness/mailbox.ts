/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

import { fetchOnce } from '../../../../tools/n8n/fetchOnce';

export interface Mail {
	to: string;
	subject: string;
	/** The decoded text or HTML. */
	body: string;
}

/** An SMTP server without encryption or login, for n8n's Send Email node. */
export async function startMailbox() {
	const mails: Mail[] = [];
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		async onData(stream, session, done) {
			const to = session.envelope.rcptTo.map(({ address }) => address).join(', ');
			mails.push({ to, ...parse(await text(stream)) });
			done();
		},
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const { port } = server.server.address() as AddressInfo;
	return {
		/** For a credential of type `smtp`. */
		credential: { host: '127.0.0.1', port, secure: false, disableStartTls: true },
		/** The mails received, in order. */
		mails,
		close: async () => await new Promise<void>((resolve) => server.close(resolve)),
	};
}

/** The URL of a button in a mail. */
export function linkOf(button: string, { body }: Mail): string {
	const link = [...body.matchAll(/<a href="([^"]+)"[^>]*>([^<]*)<\/a>/g)].find(
		([, , label]) => label.trim() === button,
	);
	if (!link) throw new Error(`The mail has no button "${button}": ${body}`);
	return link[1].replaceAll('&amp;', '&');
}

/** Headers of a browser; n8n ignores bots that say so. */
export const BROWSER = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)' };

/** Opens the link of a button in a mail. */
export async function press(button: string, mail: Mail): Promise<Response> {
	return await fetchOnce(linkOf(button, mail), { headers: BROWSER });
}

/** A mail of one part, in one of the encodings that nodemailer chooses. */
function parse(source: string): Pick<Mail, 'subject' | 'body'> {
	const end = source.indexOf('\r\n\r\n');
	const [head, content] = [source.slice(0, end), source.slice(end + 4)];
	const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1].trim() ?? '';
	const decode = DECODERS[header('Content-Transfer-Encoding')] ?? Buffer.from;
	return { subject: header('Subject'), body: decode(content).toString() };
}

const DECODERS: Record<string, (content: string) => Buffer> = {
	base64: (content) => Buffer.from(content, 'base64'),
	'quoted-printable': (content) =>
		Buffer.from(
			content
				.replaceAll('=\r\n', '')
				.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
			'latin1',
		),
};
