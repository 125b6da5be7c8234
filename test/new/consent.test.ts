import { afterEach, describe, expect, it } from 'vitest';
import { consentName, isStateName } from '../../src/app/new/words/consent-names.ts';
import { openProject, type TestProject } from './project.ts';

let project: TestProject;
afterEach(() => project?.remove());

/** What became of the consent columns of a file: the column as written, and what was warned of. */
async function consentOf(csv: string, argv: readonly string[] = [], answers?: readonly string[]) {
  project = openProject({ 'data/people.csv': csv });
  const run = await project.run(
    ['data/people.csv', '--out', 'migrations/people.yaml', ...argv],
    answers === undefined ? {} : { answers },
  );
  expect(run.exit).toBe(0);
  const set = project.documents('migrations/people.yaml').at(-1);
  const declared = project
    .documents('migrations/people.yaml')
    .find(({ kind }) => kind === 'DataAttributes')?.attributes;
  return {
    ...run,
    written: set.source.columns?.unsubscribed_from_emails,
    attributes: Object.keys(declared ?? {}),
    codes: [...run.err.matchAll(/(?:warning|info)\[([a-z-]+)\]/g)].map(([, code]) => code),
  };
}

describe('the names of columns about consent', () => {
  it.each([
    ...['Unsubscribed from all email', 'HasOptedOutOfEmail', 'Email Opt Out', 'emailOptOut', 'email_optout'],
    ...['EMAIL_BLACKLISTED', 'emailBlacklisted', 'unsubscribed', '$unsubscribed', 'Unsubscribed from Emails'],
    ...['hs_email_optout', 'DoNotEmail', 'donotbulkemail', 'Do Not Email', 'Do Not Contact', 'DNC'],
    ...['traits.unsubscribed', 'Opted Out', 'opt-out', 'is_unsubscribed', 'No Marketing', 'Email Suppressed'],
    ...['marketing_opted_out', 'Opted out of email: General', 'email_disabled', 'Blocklisted'],
  ])('%s says who is out', (name) => {
    expect(consentName(name)).toMatchObject({ yes: 'out', of: 'emails' });
  });

  it.each([
    ...[
      'Accepts Email Marketing',
      'Accepts Marketing',
      'accepts_marketing',
      'email_subscribed',
      'Subscribed',
    ],
    ...['Email Marketing Consent', 'Newsletter', 'Newsletter opt-in', 'OPT_IN', 'optin', 'Marketing Opt-In'],
    ...[
      'Receive Marketing Emails',
      'subscribed_to_emails',
      'marketing_consent',
      'Email Consent',
      'email_subscribe',
    ],
    ...['email_marketing_consent.state', 'Email subscribed', 'allowMarketing', 'properties.subscribed'],
  ])('%s says who is in', (name) => {
    expect(consentName(name)).toMatchObject({ yes: 'in', of: 'emails' });
  });

  it.each([
    ...[
      'SMS_BLACKLISTED',
      'Accepts SMS Marketing',
      'Do Not Call',
      'DoNotCall',
      'donotphone',
      'HasOptedOutOfFax',
    ],
    ...[
      'donotpostalmail',
      'WhatsApp opt-in',
      'push_subscribe',
      'sms_marketing_consent.state',
      'Phone Opt Out',
    ],
    ...['Opted out of email: One to One'],
  ])('%s is about something else than all emails', (name) => {
    expect(consentName(name)).toMatchObject({ of: 'something else' });
  });

  it.each([
    ...['Email', 'Option', 'Plan', 'Subscription Plan', 'Subscription ID', 'Subscriber ID', 'Terms accepted'],
    ...['unsubscribe_link', 'UNSUB_REASON', 'UNSUB_CAMPAIGN_ID', 'OPTIN_IP', 'Marketing contact status'],
    ...['Cookie consent', 'Account', 'Notes', 'Company name', 'Adoption', 'Domain', 'Email Verified'],
  ])('%s says nothing of it', (name) => {
    expect(consentName(name)).toBeUndefined();
  });

  it.each(['Status', 'Email Status', 'Subscriber status', 'State', 'Email permission status'])(
    '%s may be a state, which its values tell',
    (name) => expect(isStateName(name)).toBe(true),
  );
});

describe('a column about consent', () => {
  it.each([
    ['HubSpot', 'Email,Unsubscribed from all email', ['true', 'false'], 'plain'],
    ['Salesforce', 'Email,HasOptedOutOfEmail', ['1', '0'], 'plain'],
    ['Brevo', 'EMAIL,EMAIL_BLACKLISTED', ['Yes', 'No'], 'plain'],
    ['Postgres', 'email,unsubscribed', ['t', 'f'], { t: true, f: false }],
    [
      'Mailchimp by status',
      'Email Address,Status',
      ['unsubscribed', 'subscribed'],
      { unsubscribed: true, subscribed: false },
    ],
    ['cleaned', 'Email Address,Status', ['Cleaned', 'Subscribed'], { Cleaned: true, Subscribed: false }],
    [
      'MailerLite',
      'Subscriber,Email,Status',
      ['unsubscribed', 'active'],
      { unsubscribed: true, active: false },
    ],
    [
      'Klaviyo',
      'Email,Email Marketing Consent',
      ['UNSUBSCRIBED', 'SUBSCRIBED'],
      { UNSUBSCRIBED: true, SUBSCRIBED: false },
    ],
    ['Shopify', 'Email,Accepts Email Marketing', ['no', 'yes'], { no: true, yes: false }],
    ['a subscription of Postgres', 'email,email_subscribed', ['f', 't'], { f: true, t: false }],
    ['marks', 'email,Do Not Email', ['x', 'no'], { x: true, no: false }],
    [
      'words of its own',
      'email,Klaviyo',
      ['UNSUBSCRIBED', 'SUBSCRIBED'],
      { UNSUBSCRIBED: true, SUBSCRIBED: false },
    ],
    [
      'Wix',
      'Email,Email subscriber status',
      ['Unsubscribed', 'Subscribed'],
      { Unsubscribed: true, Subscribed: false },
    ],
    ['Braze', 'email,email_subscribe', ['unsubscribed', 'opted_in'], { unsubscribed: true, opted_in: false }],
    [
      'suppressions',
      'email,Email Suppressions',
      ["['UNSUBSCRIBE']", '[]'],
      { "['UNSUBSCRIBE']": true, '[]': false },
    ],
  ] as const)('of %s becomes unsubscribed_from_emails', async (_what, header, [out, kept], values) => {
    const names = header.split(',');
    const row = (at: number, cell: string) =>
      names.map((name, index) =>
        index === names.length - 1 ? cell : /mail/i.test(name) ? `p${at}@acme.test` : `s${at}`,
      );
    const csv = [names, row(1, out), row(2, kept)].map((cells) => cells.join(',')).join('\n');
    const column = names.at(-1);
    const { written } = await consentOf(csv);
    expect(written).toEqual(values === 'plain' ? column : { column, values });
    expect(project.read('migrations/people.yaml')).toContain('1 of 2 unsubscribed');
    expect((await project.findings()).errors).toEqual([]);
  });

  it('of people whom nobody asked counts them as unsubscribed and says so', async () => {
    const { written, codes, err } = await consentOf(
      'Email,Email Marketing Consent\na@acme.test,SUBSCRIBED\nb@acme.test,NEVER_SUBSCRIBED\n',
    );
    expect(written.values).toEqual({ SUBSCRIBED: false, NEVER_SUBSCRIBED: true });
    expect(codes).toEqual(['opt-out-guessed']);
    expect(err).toContain('"NEVER_SUBSCRIBED" counts as unsubscribed');
  });

  it.each([
    ['words that say nothing', 'email,Opt Out\na@acme.test,maybe\nb@acme.test,yes\n'],
    ['times', 'email,unsubscribed_at\na@acme.test,2024-01-15\nb@acme.test,\n'],
  ])('that holds %s is left out with a warning', async (_what, csv) => {
    const { written, codes, attributes, out } = await consentOf(csv);
    expect(written).toBeUndefined();
    expect(attributes).toEqual([]);
    expect(codes).toEqual(['opt-out-unused']);
    expect(out).toContain('looks like an opt-out of emails');
  });

  it('is asked about on a terminal, and so is a word that nobody knows', async () => {
    const { written } = await consentOf(
      'email,Opt Out\na@acme.test,maybe\nb@acme.test,yes\n',
      ['--name', 'people', '--column', 'external_id='],
      ['', '', 'y'],
    );
    expect(written).toEqual({ column: 'Opt Out', values: { maybe: true, yes: true } });
  });

  it('beside the one that is used is named where it says that more people are out', async () => {
    const { written, codes, err } = await consentOf(
      'Email,Email Marketing Consent,Email Suppressions\na@acme.test,SUBSCRIBED,[]\nb@acme.test,SUBSCRIBED,"[\'USER_SUPPRESSED\']"\n',
    );
    expect(written).toMatchObject({ column: 'Email Marketing Consent' });
    expect(codes).toEqual(['opt-out-unused']);
    expect(err.replace(/\s+/g, ' ')).toContain('1 more unsubscribed here, such as in line 3');
  });

  it('of SMS and calls stays an attribute and is named', async () => {
    const { written, codes, attributes } = await consentOf(
      'Email,Accepts SMS Marketing,Do Not Call\na@acme.test,no,1\nb@acme.test,yes,0\n',
    );
    expect(written).toBeUndefined();
    expect(attributes).toEqual(['accepts_sms_marketing', 'do_not_call']);
    expect(codes).toEqual(['opt-out-elsewhere']);
  });

  it('with a name that may mean something else is used and said', async () => {
    const { written, codes } = await consentOf('email,Subscribed\na@acme.test,no\nb@acme.test,yes\n');
    expect(written).toEqual({ column: 'Subscribed', values: { no: true, yes: false } });
    expect(codes).toEqual(['opt-out-guessed']);
  });

  it('can be named, and can be left out', async () => {
    const csv = 'email,News,Email Opt Out\na@acme.test,never,1\nb@acme.test,subscribed,0\n';
    const named = await consentOf(csv, ['--column', 'unsubscribed_from_emails=Email Opt Out']);
    expect(named.written).toBe('Email Opt Out');
    project.remove();
    const none = await consentOf(csv, ['--column', 'unsubscribed_from_emails=']);
    expect(none.written).toBeUndefined();
    expect(none.attributes).toContain('email_opt_out');
  });

  it('is no state of a customer or a plan', async () => {
    const { written, codes, attributes } = await consentOf(
      'email,Status,Subscription\na@acme.test,active,pro\nb@acme.test,cancelled,free\n',
    );
    expect(written).toBeUndefined();
    expect(codes).toEqual([]);
    expect(attributes).toEqual(['status', 'subscription']);
  });
});
