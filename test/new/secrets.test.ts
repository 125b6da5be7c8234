import { afterEach, describe, expect, it } from 'vitest';
import { secretIn } from '../../src/app/new/words/secret-words.ts';
import { openProject, type TestProject } from './project.ts';

let project: TestProject | undefined;
afterEach(() => project?.remove());

const BCRYPT = '$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy';

describe('a column that opens doors or pays', () => {
  it.each([
    ...[
      'password',
      'Password',
      'passwd',
      'user_password',
      'passwordHash',
      'password_hash',
      'encrypted_password',
    ],
    ...['password_digest', 'hashed_password', 'salt', 'Password Salt', 'passwordSalt', 'hash', 'pwd'],
    ...[
      'token',
      'api_key',
      'API Key',
      'apiKey',
      'access_token',
      'refreshToken',
      'reset_password_token',
      'auth_token',
    ],
    ...[
      'secret',
      'client_secret',
      'otp_secret',
      'mfa_secret',
      'session_id',
      'PIN',
      'Security answer',
      'user_hash',
    ],
    ...[
      'Card Number',
      'card_number',
      'credit_card',
      'Credit Card Number',
      'cc_number',
      'CVV',
      'cvc',
      'Card expiry',
    ],
    ...['traits.password', 'customData.apiKey'],
  ])('is known by the name %s', (name) => {
    expect(secretIn(name, ['a1b2', 'c3d4'])).toBeDefined();
  });

  it.each([
    ['hashes', [BCRYPT, BCRYPT]],
    ['hashes of Django', ['pbkdf2_sha256$260000$abcdefghij$klmnopqrstu=']],
    ['web tokens', ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl']],
    ['keys of Stripe', ['sk_live_4eC39HqLyjWDarjtT1zdp7dc']],
    ['cards', ['4242424242424242', '5555555555554444', '378282246310005']],
    ['cards with spaces', ['4242 4242 4242 4242', '4000-0566-5566-5556']],
  ])('is known by its values: %s', (_what, values) => {
    expect(secretIn('Notes', values)).toBeDefined();
  });

  it.each([
    ['password_changed_at', ['2024-01-15']],
    ['has_password', ['true', 'false']],
    ['mfa_enabled', ['true']],
    ['Hashtags', ['#vip']],
    ['token_count', ['5', '7']],
    ['Business card', ['yes', 'no']],
    ['card_type', ['visa']],
    ['Shopify ID', ['7210448301122', '7210448301123']],
    ['Account number', ['4242424242424243', '4242424242424244']],
    ['Passport', ['P123']],
    ['Company', ['Pinpoint', 'Spinoza']],
  ])('is not %s', (name, values) => {
    expect(secretIn(name, values)).toBeUndefined();
  });

  it('is left out and named, and what it holds is not', async () => {
    project = openProject({
      'data/users.csv': `email,passwordHash,salt,Plan,card\nada@acme.test,${BCRYPT},c2FsdA==,pro,4242424242424242\nbob@acme.test,${BCRYPT},c2FsdA==,free,5555555555554444\n`,
    });
    const { out, err } = await project.run(['data/users.csv', '--out', 'migrations/users.yaml']);
    expect(err).toContain(
      'warning[secrets-left-out]: 3 columns of passwords, tokens or card numbers left out',
    );
    expect(err).toContain('passwordHash, salt, card');
    const text = project.read('migrations/users.yaml');
    expect(out + err + text).not.toMatch(/N9qo8uLO|c2FsdA|4242/);
    expect(project.documents('migrations/users.yaml').at(-1).source.columns).toEqual({
      email: 'email',
      custom_attributes: { plan: 'Plan' },
    });
  });

  it('is used where a manifest declares it', async () => {
    project = openProject({
      'migrations/0001-a.yaml':
        'apiVersion: interform/v1\nkind: DataAttributes\nmodel: contact\nattributes: { token: { type: string } }\n',
      'data/users.csv': 'email,token\nada@acme.test,a1b2\n',
    });
    const { err } = await project.run(['data/users.csv', '--out', 'migrations/users.yaml']);
    expect(err).toBe('');
  });
});

describe('what says much of a person', () => {
  it.each([
    ...[
      'Birthday',
      'date_of_birth',
      'DOB',
      'birthDate',
      'Gender',
      'Sex',
      'SSN',
      'Passport No',
      'IBAN',
      'Tax ID',
    ],
    ...['Health notes', 'Religion', 'Salary', 'Nationality', 'National ID', 'Home Address', 'ip_address'],
  ])('is marked sensitive: %s', async (name) => {
    project = openProject({ 'data/users.csv': `email,${name}\nada@acme.test,x1\nbob@acme.test,y2\n` });
    await project.run(['data/users.csv', '--out', 'migrations/users.yaml']);
    const { attributes } = project.documents('migrations/users.yaml')[0];
    expect(Object.values(attributes)).toEqual([{ type: 'string', sensitive: true }]);
  });
});
