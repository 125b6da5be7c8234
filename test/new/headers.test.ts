import { afterEach, describe, expect, it } from 'vitest';
import { openProject, type TestProject } from './project.ts';

let project: TestProject | undefined;
afterEach(() => project?.remove());

const VALUES: Readonly<Record<string, readonly [string, string]>> = {
  external_id: ['u-1', 'u-2'],
  email: ['ada@acme.test', 'bob@acme.test'],
  phone: ['+353871234567', '+353871234568'],
  name: ['Ada Lovelace', 'Bob Stone'],
  signed_up_at: ['2024-01-15T09:30:00Z', '2024-01-16T09:30:00Z'],
  last_seen_at: ['2024-02-15T09:30:00Z', '2024-02-16T09:30:00Z'],
};

describe('headers of the usual exports', () => {
  it.each([
    [
      'email',
      [
        'E-mail 1 - Value',
        'E-mail Address',
        'Email Address',
        'traits.email',
        'Person - Email',
        'EMAIL',
        'user.email',
      ],
    ],
    [
      'email',
      [
        'properties.email',
        'Customer Email',
        'Work Email',
        'email_address',
        'emailAddress',
        'contact.email',
        'Email (Work)',
      ],
    ],
    [
      'phone',
      [
        'Phone No.',
        'Phone 1 - Value',
        'Mobile Phone',
        'MobilePhone',
        'Business Phone',
        'phoneNumber',
        'traits.phone',
      ],
    ],
    [
      'phone',
      ['Person - Phone', 'Mobile Phone Number', 'SMS', 'Tel.', 'Telephone No', 'phone_number', 'Cell'],
    ],
    ['name', ['Person - Name', 'traits.name', 'displayName', 'Full Name', 'Customer name', 'user.name']],
    [
      'external_id',
      ['User ID', 'user_id', 'localId', 'uid', 'External ID', 'traits.user_id', 'userId', 'Customer ID'],
    ],
    [
      'external_id',
      ['Cust. No', 'CUST_ID', 'Client No.', 'Customer Code', 'Member No', 'Kunden-Nr.', 'Kundennummer'],
    ],
    ['external_id', ['ID client', 'Numero client']],
    [
      'signed_up_at',
      [
        'Create Date',
        'CreatedDate',
        'Created (UTC)',
        'ADDED_TIME',
        'Date Added',
        'createdAt',
        'Signed up (Europe/Dublin)',
      ],
    ],
    ['signed_up_at', ['created_at', 'traits.createdAt', 'Sign Up Date', 'Customer Since', 'registered_at']],
    [
      'last_seen_at',
      ['Last seen (UTC)', 'lastSignedInAt', 'last_login', 'Last Activity Date', 'traits.last_seen'],
    ],
  ] as const)('%s is known as %s', async (field, headers) => {
    for (const header of headers) {
      const key = field === 'email' ? 'user_id' : 'email';
      const keys = VALUES[field === 'email' ? 'external_id' : 'email'] ?? ['', ''];
      const [first, second] = VALUES[field] ?? ['', ''];
      project = openProject({
        'data/a.csv': `${key},"${header}"\n${keys[0]},${first}\n${keys[1]},${second}\n`,
      });
      const { exit } = await project.run(['data/a.csv', '--out', 'migrations/a.yaml']);
      expect(exit).toBe(0);
      const { columns } = project.documents('migrations/a.yaml').at(-1).source;
      expect({ header, as: columns[field] }).toEqual({ header, as: header });
      project.remove();
    }
  });

  it.each([
    ['First Name', 'Last Name'],
    ['Given Name', 'Family Name'],
    ['traits.firstName', 'traits.lastName'],
    ['FIRSTNAME', 'LASTNAME'],
    ['Person - First name', 'Person - Last name'],
  ])('%s and %s are a name', async (first, last) => {
    project = openProject({ 'data/a.csv': `email,${first},${last}\nada@acme.test,Ada,Lovelace\n` });
    await project.run(['data/a.csv', '--out', 'migrations/a.yaml']);
    expect(project.documents('migrations/a.yaml').at(-1).source.columns.name).toEqual([first, last]);
  });

  it('of companies and other people are not those of the person', async () => {
    project = openProject({
      'data/a.csv':
        'email,Company Name,company.email,Manager Phone\nada@acme.test,Acme,info@acme.test,+353871234567\n',
    });
    await project.run(['data/a.csv', '--out', 'migrations/a.yaml']);
    const { columns } = project.documents('migrations/a.yaml').at(-1).source;
    expect(Object.keys(columns)).toEqual(['email', 'custom_attributes']);
  });
});
