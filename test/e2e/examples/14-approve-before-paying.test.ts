import { simulatedN8n } from '../harness/simulatedN8n';
import type { SavedWorkflow } from '../../../tools/n8n/workflows';
import type { StandIn } from '../../../tools/examples/file';
import { exampleOf } from './harness/example';
import { press, startMailbox, type Mailbox } from './harness/mailbox';

const hailuo = simulatedN8n();
const example = exampleOf(hailuo);
const APPROVER = 'approver@example.com';
const REQUESTER = 'anna@example.com';

let mailbox: Mailbox;
let saved: SavedWorkflow;

beforeEach(async () => {
	mailbox = await startMailbox();
	await example.credential('smtp', mailbox.credential);
});
afterEach(async () => {
	await hailuo.n8n.deactivate(saved);
	await mailbox.close();
});

async function request(prompts: string, standIns?: Record<string, StandIn>) {
	saved = await example.importIt({ standIns });
	await hailuo.n8n.activate(saved);
	const form = new FormData();
	form.set('field-0', prompts);
	form.set('field-1', REQUESTER);
	await fetch(`${hailuo.n8n.url}/form/hailuo-request`, { method: 'POST', body: form });
}

/** Presses a button of the mail to the approver, once n8n waits for it. */
async function pressed(button: 'Approve' | 'Decline') {
	const [mail] = await mailbox.mailsArrive(1);
	const [id] = await hailuo.n8n.executionIds(saved.id);
	await hailuo.n8n.putToWait(id);
	await press(button, mail);
}

const ended = async () => (await hailuo.n8n.executionsReach(saved.id, 1))[0];
const answers = () => mailbox.mails.filter(({ to }) => to === REQUESTER);

it('Nothing is paid before a person presses Approve, and pressing it again pays nothing', async () => {
	await request('A boat\n\n  A kite  ');

	const [mail] = await mailbox.mailsArrive(1);
	expect(mail).toMatchObject({ to: APPROVER, subject: 'Approve 2 videos?' });
	expect(mail.body).toContain(`${REQUESTER} requests 2 videos for about 1.00 USD: A boat · A kite`);
	const [id] = await hailuo.n8n.executionIds(saved.id);
	expect(await hailuo.n8n.putToWait(id)).toMatchObject({ status: 'waiting' });
	expect(hailuo.api.requests).toEqual([]);

	await press('Approve', mail);

	expect((await ended()).error).toBeUndefined();
	await press('Approve', mail);
	const [boat, kite] = [/^A boat$/, /^A kite$/].map((prompt) => hailuo.taskOf(prompt));
	expect(answers().map(({ body }) => body)).toEqual([
		expect.stringContaining(boat.videoUrl),
		expect.stringContaining(kite.videoUrl),
	]);
	expect(hailuo.api.requestsTo('create')).toHaveLength(2);
	expect(await hailuo.n8n.executionIds(saved.id)).toEqual([id]);
});

it('Declined: nothing is created, and the requester is told', async () => {
	await request('A boat\nA kite');

	await pressed('Decline');

	expect((await ended()).error).toBeUndefined();
	expect(hailuo.api.requests).toEqual([]);
	expect(answers()).toMatchObject([
		{ subject: 'Your videos were not approved', body: expect.stringContaining('A boat · A kite') },
	]);
});

it('No answer in time is no approval', async () => {
	await request('A boat', {
		'Ask for approval': ({ parameters }) => {
			const values = { limitType: 'afterTimeInterval', resumeAmount: 0.01, resumeUnit: 'minutes' };
			return { parameters: { ...parameters, options: { limitWaitTime: { values } } } };
		},
	});

	// n8n looks every minute for executions that have come due.
	expect((await ended()).error).toBeUndefined();
	expect(hailuo.api.requests).toEqual([]);
	expect(answers()).toMatchObject([{ subject: 'Your videos were not approved' }]);
});

it.each([
	['no prompt', ' \n ', 'This one has 0.'],
	['eleven prompts', Array(11).fill('A boat').join('\n'), 'This one has 11.'],
])('A request of %s asks for no approval, and the requester is told', async (_, prompts, text) => {
	await request(prompts);

	expect((await ended()).error).toBeUndefined();
	expect(hailuo.api.requests).toEqual([]);
	expect(mailbox.mails).toEqual([
		{ to: REQUESTER, subject: 'A video was not created', body: expect.stringContaining(text) },
	]);
});

it('A video that fails is told to the requester, beside those that are ready', async () => {
	const outcome = { code: 'content_policy_violation', message: 'Not allowed.' };
	hailuo.api.plan({ promptIncludes: 'kite', outcome });
	await request('A boat\nA kite');

	await pressed('Approve');

	expect((await ended()).error).toBeUndefined();
	expect(answers()).toMatchObject([
		{ subject: 'Your video is ready', body: expect.stringContaining('A boat') },
		{ subject: 'A video was not created', body: expect.stringContaining('Not allowed.') },
	]);
});

it('Without a mail server the execution fails, and nothing is created', async () => {
	await mailbox.close();

	await request('A boat');

	expect(await ended()).toMatchObject({ status: 'error' });
	expect(hailuo.api.requests).toEqual([]);
});
