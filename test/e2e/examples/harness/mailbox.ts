/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { EventEmitter, once } from 'node:events';
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

/** An SMTP server, for n8n's Send Email node. */
export interface Mailbox {
	/** For a credential of type `smtp`. */
	credential: { host: string; port: number; secure: boolean; disableStartTls: boolean };
	/** The mails received, in order. */
	mails: Mail[];
	/** Resolves once this many were received. */
	waitForMails(count: number): Promise<Mail[]>;
	close(): Promise<void>;
}

/** Starts it on 127.0.0.1, without encryption or login. */
export async function startMailbox(): Promise<Mailbox> {
	const mails: Mail[] = [];
	const arrivals = new EventEmitter();
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		async onData(stream, session, done) {
			const to = session.envelope.rcptTo.map(({ address }) => address).join(', ');
			mails.push({ to, ...parse(await text(stream)) });
			arrivals.emit('mail');
			done();
		},
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const { port } = server.server.address() as AddressInfo;
	return {
		credential: { host: '127.0.0.1', port, secure: false, disableStartTls: true },
		mails,
		async waitForMails(count) {
			while (mails.length < count) await once(arrivals, 'mail');
			return mails;
		},
		close: async () => await new Promise((resolve) => server.close(resolve)),
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
	const encoding = header('Content-Transfer-Encoding');
	const bytes =
		encoding === 'base64'
			? Buffer.from(content, 'base64')
			: encoding === 'quoted-printable'
				? Buffer.from(unquoted(content), 'latin1')
				: Buffer.from(content);
	return { subject: header('Subject'), body: bytes.toString() };
}

const unquoted = (content: string) =>
	content
		.replaceAll('=\r\n', '')
		.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
