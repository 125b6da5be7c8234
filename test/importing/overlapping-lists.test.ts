import { describe, expect, it } from 'vitest';
import { changesOf, type Files, findings, importing, set, writesOf } from './acme.ts';

const mailchimp = `"Email Address","First Name","Last Name",Address,"Phone Number",MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS
Ada@Acme.test,Ada,Lovelace,"1 Main St  Dublin",087 123 4567,2,,,"2024-04-18 13:51:14",192.0.2.1,53.3,-6.2,0,1,europe/dublin,IE,L,"2024-04-18 14:00:32",55331253,89501affba,,"""VIP"",""Webinar"""
bob@acme.test,Bob,,,,2,"2024-04-19 08:00:00",192.0.2.2,"2024-04-19 08:01:00",192.0.2.2,,,,,,,,"2024-04-19 08:01:00",55331254,89501affbb,,
`;
const unsubscribed = `"Email Address","First Name","Last Name",MEMBER_RATING,OPTIN_TIME,UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_CAMPAIGN_ID,UNSUB_REASON,UNSUB_REASON_OTHER,LEID,EUID,NOTES,TAGS
cy@acme.test,Cy,Young,2,"2024-02-01 09:00:00","2024-03-01 10:00:00",News,12,NORMAL,,1,a,,
`;
const mixpanel = `$distinct_id,$name,$email,$created,$last_seen,$city
customer-1,Ada L.,ada@acme.test,2023-12-12T11:20:47,2024-06-09T23:08:40,Dublin
customer-3,Cy Young,cy@acme.test,2024-01-31T08:00:00,2024-06-10T09:00:00,Cork
$device:1c2f,,,,2024-06-09T23:08:40,
`;
const billing = `Customer ID;E-Mail;Company name;Product
customer-1;ada@acme.test;Acme;P-PRO
customer-2;BOB@acme.test;Bolt;P-FREE
customer-4;di@acme.test;Acme;P-PRO
`;

const list = (name: string, file: string, more = '') =>
  set('', more).replace('name: people', `name: ${name}`).replace('data/people.csv', file);
const tags = 'apiVersion: interform/v1\nkind: Tags\ntags: [vip, webinar]\n';

describe('an export with its preset and nothing else but the file name', () => {
  it('imports from Mailchimp, those who left as unsubscribed', async () => {
    const world = importing({
      'migrations/0001-tags.yaml': tags,
      'migrations/0002-list.yaml': set('preset: mailchimp'),
      'migrations/0003-left.yaml': `apiVersion: interform/v1
kind: ContactSet
name: left
source: { file: data/left.csv, preset: mailchimp }
`,
      'migrations/data/people.csv': mailchimp,
      'migrations/data/left.csv': unsubscribed,
    });
    const { made, result } = await world.apply();
    expect(result.exit).toBe(0);
    expect(findings(made.diagnostics)).toContainEqual(
      expect.stringMatching(/^info dropped-columns: .*OPTIN_IP/),
    );
    expect(
      world
        .people()
        .map((person) => [
          person.email,
          person.name,
          person.phone,
          person.unsubscribed_from_emails,
          person.tags.length,
        ]),
    ).toEqual([
      ['Ada@Acme.test', 'Ada Lovelace', '+353871234567', false, 2],
      ['bob@acme.test', 'Bob', null, false, 0],
      ['cy@acme.test', 'Cy Young', null, true, 0],
    ]);
    expect(changesOf(await world.plan())).toEqual([]);
  });

  it('imports from Mixpanel, and sets last_seen_at once', async () => {
    const world = importing({
      'migrations/0001-people.yaml': set('preset: mixpanel'),
      'migrations/data/people.csv': mixpanel,
    });
    await world.apply();
    const [ada] = world.people();
    expect(world.people().map(({ external_id }) => external_id)).toEqual(['customer-1', 'customer-3']);
    expect(ada?.last_seen_at).toBe(Date.UTC(2024, 5, 9, 23, 8, 40) / 1000);
    expect(ada?.signed_up_at).toBe(Date.UTC(2023, 11, 12, 11, 20, 47) / 1000);
    world.emulator.foreign('PUT', `/contacts/${ada?.id}`, { last_seen_at: Date.UTC(2026, 9, 1) / 1000 });
    expect(changesOf(await world.plan())).toEqual([]);
  });
});

const three: Files = {
  'migrations/0001-declared.yaml': `${tags}---
apiVersion: interform/v1
kind: DataAttributes
model: contact
attributes:
  plan: { type: options, options: [free, pro] }
---
apiVersion: interform/v1
kind: Companies
companies:
  Acme: { name: Acme }
  Bolt: { name: Bolt }
`,
  'migrations/0002-newsletter.yaml': list('newsletter', 'data/audience.csv').replace(
    'audience.csv',
    'audience.csv\n  preset: mailchimp',
  ),
  'migrations/0003-product.yaml': list('product', 'data/mixpanel.csv\n  preset: mixpanel', 'precedence: 5'),
  'migrations/0004-billing.yaml': list(
    'billing',
    `data/billing.csv
  columns:
    external_id: Customer ID
    email: E-Mail
    companies: Company name
    custom_attributes:
      plan: { column: Product, values: { P-PRO: pro, P-FREE: free } }`,
    'precedence: 10',
  ),
  'migrations/data/audience.csv': mailchimp,
  'migrations/data/mixpanel.csv': mixpanel,
  'migrations/data/billing.csv': billing,
};

describe('two overlapping lists and a billing export in three sets', () => {
  it('converge to one contact a person', async () => {
    const world = importing(three);
    const { made, result } = await world.apply();
    expect(result.exit).toBe(0);
    expect(
      [...made.changes]
        .filter(({ kind }) => kind === 'contact')
        .map(({ address, also }) => [address, ...also]),
    ).toEqual(
      expect.arrayContaining([
        [
          'contact/billing/customer-1',
          expect.stringContaining('contact/'),
          expect.stringContaining('contact/'),
        ],
        ['contact/billing/customer-2', 'contact/newsletter/bob%40acme.test'],
        ['contact/billing/customer-4'],
        ['contact/product/customer-3'],
      ]),
    );
    expect(
      world
        .people()
        .map((person) => [
          person.external_id,
          person.name,
          person.custom_attributes['plan'] ?? null,
          person.tags.length,
          person.companies.length,
        ])
        .toSorted(),
    ).toEqual([
      ['customer-1', 'Ada L.', 'pro', 2, 1],
      ['customer-2', 'Bob', 'free', 0, 1],
      ['customer-3', 'Cy Young', null, 0, 0],
      ['customer-4', null, 'pro', 0, 1],
    ]);
    expect(changesOf(await world.plan())).toEqual([]);
  });

  it('find the people whom one of the lists brought before, with and without user id', async () => {
    const seed = {
      contacts: [
        { role: 'user', email: 'ada@acme.test', name: 'Ada' },
        { role: 'user', external_id: 'customer-2', email: 'bob@acme.test', name: 'Bob' },
      ],
    } as const;
    const world = importing(three, { seed });
    const { made } = await world.apply();
    expect(made.summary).toMatchObject({ update: 2 });
    expect(
      world
        .people()
        .map(({ external_id }) => external_id)
        .toSorted(),
    ).toEqual(['customer-1', 'customer-2', 'customer-3', 'customer-4']);
    expect(changesOf(await world.plan())).toEqual([]);
  });

  it('make the same plan whatever the order of their rows', async () => {
    const turned = Object.fromEntries(
      Object.entries(three).map(([path, text]) => {
        const lines = String(text).trimEnd().split('\n');
        return [
          path,
          path.endsWith('.csv') ? `${[lines[0], ...lines.slice(1).toReversed()].join('\n')}\n` : text,
        ];
      }),
    );
    const shown = async (files: Files) => {
      const { plan } = await importing(files).plan();
      return [...(plan?.changes ?? [])]
        .map(({ address, fields }) => JSON.stringify([address, fields]))
        .toSorted();
    };
    const forward = await shown(three);
    expect(forward?.length).toBeGreaterThan(4);
    expect(await shown(turned)).toEqual(forward);
  });

  it('never write while they disagree at equal precedence', async () => {
    const world = importing({
      ...three,
      'migrations/0003-product.yaml': list('product', 'data/mixpanel.csv\n  preset: mixpanel'),
    });
    const { diagnostics } = await world.plan();
    expect(findings(diagnostics).join('\n')).toMatch(
      /sets-disagree: two sets of equal precedence disagree about name .*mixpanel\.csv row 1/,
    );
    expect(writesOf(world.requests)).toEqual([]);
  });
});
