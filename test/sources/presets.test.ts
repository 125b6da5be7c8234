import { describe, expect, it } from 'vitest';
import { mapped } from './mapped.ts';

/** The layouts that Mailchimp exports: the audience's own fields, then its own in capitals. */
const SUBSCRIBED = `"Email Address","First Name","Last Name",Address,"Phone Number",Birthday,Company,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS
ada@acme.test,Ada,Lovelace,"1 Main St  Dublin",087 123 4567,12/10,Acme,2,,,"2024-04-18 13:51:14",192.0.2.1,53.3,-6.2,0,1,europe/dublin,IE,L,"2024-04-18 14:00:32",55331253,89501affba,,"""VIP"",""Dublin, IE"""
bob@acme.test,Bob,,,555 0100,,Acme,2,"2024-04-19 08:00:00",192.0.2.2,"2024-04-19 08:01:00",192.0.2.2,,,,,,,,"2024-04-19 08:01:00",55331254,89501affbb,,
`;
const UNSUBSCRIBED = `"Email Address","First Name","Last Name",MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_CAMPAIGN_ID,UNSUB_REASON,UNSUB_REASON_OTHER,LEID,EUID,NOTES,TAGS
cy@acme.test,Cy,Young,2,"2024-02-01 09:00:00",192.0.2.20,"2024-02-01 09:05:00",192.0.2.21,,,,,,"2024-03-01 10:00:00",News,12,NORMAL,,1,a,,
di@acme.test,Di,,2,,,,,,,,,,,,,,,2,b,,
`;
const CLEANED = `"Email Address",Name,MEMBER_RATING,OPTIN_TIME,CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,CLEAN_CAMPAIGN_ID,LEID,EUID,NOTES,TAGS
ed@acme.test,Ed Poe,1,"2024-03-01 09:00:00","2024-03-05 00:00:00",News,12,3,c,,"""VIP"""
`;

describe('the preset mailchimp', () => {
  const source = { preset: 'mailchimp' };

  it('maps subscribed contacts and names what has no place in Intercom', async () => {
    const { values, problems, findings } = await mapped('subscribed.csv', SUBSCRIBED, { source });
    expect(problems).toEqual([]);
    expect(values).toEqual([
      {
        email: 'ada@acme.test',
        name: 'Ada Lovelace',
        phone: '+353871234567',
        tags: ['VIP', 'Dublin, IE'],
        signed_up_at: '2024-04-18 13:51:14Z',
      },
      { email: 'bob@acme.test', name: 'Bob', signed_up_at: '2024-04-19 08:00:00Z' },
    ]);
    expect(findings).toEqual([
      expect.stringMatching(
        /^subscribed\.csv:3 row 2 bad-phone: this phone number names no country; it is left out \(Phone Number: "555 0100"\)/,
      ),
      expect.stringMatching(
        /dropped-columns: 15 columns of the mailchimp export have no place in Intercom \(Address, Birthday, MEMBER_RATING, OPTIN_IP, .*NOTES\)/,
      ),
      expect.stringContaining('unused-columns: nothing is mapped from one column (Company)'),
    ]);
  });

  it('knows unsubscribed and cleaned files by their columns', async () => {
    const left = await mapped('unsubscribed.csv', UNSUBSCRIBED, { source });
    expect(left.values).toEqual([
      {
        email: 'cy@acme.test',
        name: 'Cy Young',
        signed_up_at: '2024-02-01 09:00:00Z',
        unsubscribed_from_emails: true,
      },
      { email: 'di@acme.test', name: 'Di', unsubscribed_from_emails: true },
    ]);
    expect(left.findings).toEqual([expect.stringMatching(/dropped-columns: .*UNSUB_CAMPAIGN_TITLE/)]);
    expect((await mapped('cleaned.csv', CLEANED, { source })).values).toEqual([
      {
        email: 'ed@acme.test',
        name: 'Ed Poe',
        tags: ['VIP'],
        signed_up_at: '2024-03-01 09:00:00Z',
        unsubscribed_from_emails: true,
      },
    ]);
  });

  it('gives way to the columns and defaults of the source', async () => {
    const { values } = await mapped('cleaned.csv', CLEANED, {
      source: {
        preset: 'mailchimp',
        columns: {
          name: 'EUID',
          custom_attributes: { member_rating: 'MEMBER_RATING' },
          tags: { column: 'TAGS', split: ',', values: { VIP: 'vip' } },
        },
        defaults: { tags: ['cleaned'], unsubscribed_from_emails: false },
      },
    });
    expect(values).toEqual([
      {
        email: 'ed@acme.test',
        name: 'c',
        tags: ['vip', 'cleaned'],
        signed_up_at: '2024-03-01 09:00:00Z',
        unsubscribed_from_emails: true,
        'custom_attributes.member_rating': '1',
      },
    ]);
  });

  it('does not take another export', async () => {
    expect((await mapped('a.csv', 'id,name\n1,Ada\n', { source })).findings).toEqual([
      expect.stringMatching(/^m:preset not-of-preset: this is no mailchimp export/),
    ]);
  });
});

describe('the preset mixpanel', () => {
  const source = { preset: 'mixpanel' };
  const ada = {
    external_id: 'customer-9001',
    email: 'ada@acme.test',
    name: 'Ada Lovelace',
    signed_up_at: '2023-12-12T11:20:47Z',
    last_seen_at: '2024-06-09T23:08:40Z',
  };

  it('maps the JSON of the engage API, and its profiles one a line', async () => {
    const profile = {
      $distinct_id: 'customer-9001',
      $properties: {
        $created: '2023-12-12T11:20:47',
        $email: 'ada@acme.test',
        $first_name: 'Ada',
        $last_name: 'Lovelace',
        $last_seen: '2024-06-09T23:08:40',
        $city: 'Dublin',
        plan: 'pro',
      },
    };
    const whole = { page: 0, page_size: 1000, results: [profile], session_id: '1', status: 'ok', total: 1 };
    for (const [name, text] of [
      ['people.json', JSON.stringify(whole)],
      ['people.jsonl', `${JSON.stringify(profile)}\n`],
    ] as const) {
      const { values, problems, findings } = await mapped(name, text, { source });
      expect({ values, problems }).toEqual({ values: [ada], problems: [] });
      expect(findings).toEqual([
        expect.stringContaining(
          'dropped-columns: one column of the mixpanel export has no place in Intercom ($properties.$city)',
        ),
        expect.stringContaining('unused-columns: nothing is mapped from one column ($properties.plan)'),
      ]);
    }
  });

  it('maps CSV by $ names and by display names, and leaves nobody out but nobodies', async () => {
    const text = `$distinct_id,$name,$email,$phone,$country_code,$created,$last_seen,$unsubscribed,$city
customer-9001,Ada Lovelace,ada@acme.test,,IE,2023-12-12T11:20:47,2024-06-09T23:08:40,,Dublin
customer-2,Bob,bob@acme.test,087 123 4567,IE,,,true,Cork
$device:1c2f,,,,,,2024-06-09T23:08:40,,
$device:9d0a,,cy@acme.test,,,,,,
`;
    const { values, findings } = await mapped('people.csv', text, { source });
    expect(values).toEqual([
      ada,
      {
        external_id: 'customer-2',
        email: 'bob@acme.test',
        name: 'Bob',
        phone: '+353871234567',
        unsubscribed_from_emails: true,
      },
      { email: 'cy@acme.test' },
    ]);
    expect(findings).toContainEqual(
      expect.stringMatching(/row 3 anonymous-rows: a profile of nobody known is left out \(row 3\)/),
    );
    const display =
      'Distinct ID,Name,Email,Updated at\ncustomer-9001,Ada,ada@acme.test,2024-06-09T23:08:40\n';
    expect((await mapped('people.csv', display, { source })).values).toEqual([
      { external_id: 'customer-9001', name: 'Ada', email: 'ada@acme.test' },
    ]);
  });
});
