import { simulatedN8n } from '../harness/simulatedN8n';
import { fetchOnce } from '../../../tools/n8n/fetchOnce';
import type { SavedWorkflow } from '../../../tools/n8n/workflows';
import type { StandIn } from '../../../tools/examples/file';
import { exampleOf } from './harness/example';
import { BROWSER, linkOf, startMailbox, type Mail } from './harness/mailbox';
import { serviceOf, waitForReceived } from './harness/service';
import { withParameters } from './harness/standIns';
import { fail } from './harness/videos';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);
const mailbox = serviceOf(example, 'smtp', startMailbox);
const APPROVER = 'approver@example.com';
const REQUESTER = 'anna@example.com';

let saved: SavedWorkflow;
afterEach(async () => await hailuo.n8n.deactivate(saved));

async function request(prompts: string, standIns?: Record<string, StandIn>) {
	saved = await example.importWorkflow({ standIns });
	await hailuo.n8n.activate(saved);
	const form = new FormData();
	form.set('field-0', prompts);
	form.set('field-1', REQUESTER);
	await fetchOnce(`${hailuo.n8n.url}/form/hailuo-request`, { method: 'POST', body: form });
}

type Decision = 'Approve' | 'Decline';

/** Submits the form that the mail links to. */
async function answer(mail: Mail, decision: Decision) {
	const form = new FormData();
	form.set('field-0', decision);
	return await fetchOnce(linkOf('Answer', mail), { method: 'POST', body: form });
}

/** The mail to the approver and the execution, once it waits for the answer. */
async function waitForMail() {
	await waitForReceived(mailbox.mails, 1);
	const [mail] = mailbox.mails;
	const [id] = await hailuo.n8n.executionIds(saved.id);
	expect(await hailuo.n8n.waitUntilWaiting(id)).toMatchObject({ status: 'waiting' });
	return { mail, id };
}

/** Opens every link of a mail, as a mail server does that scans them. */
async function scan({ body }: Mail) {
	for (const [, link] of body.matchAll(/href="([^"]+)"/g)) {
		await fetchOnce(link.replaceAll('&amp;', '&'), { headers: BROWSER });
	}
}

const waitForEnd = async () =>
	expect((await hailuo.n8n.waitForExecutions(saved.id, 1))[0].error).toBeUndefined();
const repliesToRequester = () => mailbox.mails.filter(({ to }) => to === REQUESTER);

it('Example 14 creates nothing before a person approves, not even if a mail server opens the links, and nothing more afterwards; it informs the requester of each video', async () => {
	fail(hailuo.api, 'kite');
	await request('A boat\n\n  A kite  ');

	const { mail, id } = await waitForMail();
	expect(mail).toMatchObject({ to: APPROVER, subject: 'Approve 2 videos?' });
	expect(mail.body).toContain(`${REQUESTER} requests 2 videos for about 1.00 USD: A boat · A kite`);
	await scan(mail);
	expect(await hailuo.n8n.execution(id)).toMatchObject({ status: 'waiting' });
	expect(hailuo.api.requests).toEqual([]);

	await answer(mail, 'Approve');

	await waitForEnd();
	await answer(mail, 'Approve');
	expect(hailuo.taskOf(/^A kite$/).status).toBe('failed');
	const { videoUrl } = hailuo.taskOf(/^A boat$/);
	expect(repliesToRequester()).toMatchObject([
		{ subject: 'Your video is ready', body: expect.stringContaining(videoUrl) },
		{ subject: 'A video is not ready', body: expect.stringContaining('Not allowed.') },
	]);
	expect(hailuo.api.requestsTo('create')).toHaveLength(2);
	expect(await hailuo.n8n.executionIds(saved.id)).toEqual([id]);
});

it('Example 14 creates nothing after Decline, and informs the requester', async () => {
	await request('A boat\nA kite');

	await answer((await waitForMail()).mail, 'Decline');

	await waitForEnd();
	expect(hailuo.api.requests).toEqual([]);
	expect(repliesToRequester()).toMatchObject([
		{ subject: 'Your videos were not approved', body: expect.stringContaining('A boat · A kite') },
	]);
});

it('Example 14 creates nothing if nobody responds in time, and informs the requester', async () => {
	await request('A boat', {
		'Ask for approval': withParameters({
			options: {
				limitWaitTime: {
					values: { limitType: 'afterTimeInterval', resumeAmount: 0.01, resumeUnit: 'minutes' },
				},
			},
		}),
	});

	// n8n resumes waiting executions once a minute.
	await waitForEnd();
	expect(hailuo.api.requests).toEqual([]);
	expect(repliesToRequester()).toMatchObject([{ subject: 'Your videos were not approved' }]);
});

it.each([
	['no prompt', ' \n ', 'This one has 0.'],
	['eleven prompts', Array(11).fill('A boat').join('\n'), 'This one has 11.'],
])(
	'Example 14 rejects a request with %s without asking for approval, and informs the requester',
	async (_, prompts, text) => {
		await request(prompts);

		await waitForEnd();
		expect(hailuo.api.requests).toEqual([]);
		expect(mailbox.mails).toEqual([
			{ to: REQUESTER, subject: 'A video is not ready', body: expect.stringContaining(text) },
		]);
	},
);
