import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contactSet, openProject, type Project } from '../approval/project.ts';

const CANARIES = /canary|353871234567|of-ada/i;
const ATTRIBUTES = `apiVersion: interform/v1
kind: DataAttributes
model: contact
attributes:
  pronouns: { type: options, options: [she, he], sensitive: true }
  seats: { type: integer, sensitive: true }
`;
const ADA = 'external_id: customer-1, email: canary-ada@acme.test, name: Canary Ada';
const named = (name: string, ...contacts: string[]) =>
  contactSet(contacts).replace('name: beta', `name: ${name}`);

let project: Project;
beforeEach(async () => {
  project = await openProject();
  project.write('attributes.yaml', ATTRIBUTES);
});
afterEach(() => project.close());

/** What goes wrong, and the code that tells it. */
const FAILURES: readonly [string, () => void, readonly string[], string][] = [
  [
    'an email that is none',
    () => project.write('set.yaml', contactSet(['email: canary-ada.acme.test'])),
    [],
    'invalid-email',
  ],
  [
    'a phone that is none',
    () => project.write('set.yaml', contactSet([`${ADA}, phone: canary-12`])),
    [],
    'bad-phone',
  ],
  [
    'one person twice',
    () =>
      project.write('set.yaml', contactSet(['email: canary-ada@acme.test', 'email: Canary-Ada@acme.test'])),
    [],
    'duplicate-contact',
  ],
  [
    'sets that disagree about a name',
    () => {
      project.write('set.yaml', named('beta', ADA));
      project.write('vip.yaml', named('vip', ADA.replace('Canary Ada', 'Canary Adele')));
    },
    [],
    'sets-disagree',
  ],
  [
    'a sensitive value that is no option',
    () => project.write('set.yaml', contactSet([`${ADA}, custom_attributes: { pronouns: canary }`])),
    [],
    'unknown-option',
  ],
  [
    'a sensitive value of another type',
    () => project.write('set.yaml', contactSet([`${ADA}, custom_attributes: { seats: canary-seats }`])),
    [],
    'attribute-value',
  ],
  [
    'a tag that is called like a person',
    () => project.write('set.yaml', contactSet([`${ADA}, tags: [canary-eve@acme.test]`])),
    [],
    'unknown-tag',
  ],
  [
    'a bad row',
    () => {
      project.write('people.csv', 'email,name\ncanary-ada.acme.test,Canary Ada\n');
      project.write(
        'set.yaml',
        'apiVersion: interform/v1\nkind: ContactSet\nname: beta\nsource: { file: people.csv }\n',
      );
    },
    [],
    'bad-email',
  ],
  [
    'a broken file',
    () => project.write('set.yaml', `${contactSet([ADA])}\n  canary-eve@acme.test: [`),
    [],
    'yaml-',
  ],
  ['a variable in the wrong form', () => undefined, ['--var', 'canary-ada@acme.test'], 'bad-flag-value'],
  ['a flag that there is not', () => undefined, ['--canary-ada@acme.test'], 'unknown-flag'],
];

describe('a finding in a format that reaches a pull request', () => {
  it.each(FAILURES)('shows nobody: %s', async (_what, prepare, argv, code) => {
    prepare();
    for (const format of ['sarif', 'github', 'markdown', 'html']) {
      const { out, exit } = await project.plan(...argv, '--format', format);
      expect(exit).toBe(1);
      expect(out, format).toContain(code);
      expect(out, format).not.toMatch(CANARIES);
    }
  });

  it('shows the token of nobody', async () => {
    project.write('set.yaml', contactSet([ADA]));
    for (const format of ['sarif', 'github', 'markdown', 'html']) {
      const { out, exit } = await project.plan(
        '--format',
        format,
        '--base-url',
        'http://of-ada.acme.test/of-ada',
      );
      expect(exit).toBe(1);
      expect(out, format).not.toMatch(CANARIES);
      expect(out, format).toMatch(/\[redacted\]|base-url|http/);
    }
  });
});
