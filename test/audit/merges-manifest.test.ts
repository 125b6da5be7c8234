import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { MERGES_HEADER, mergesManifest } from '../../src/app/audit/merges-manifest.ts';
import type { MergeablePair } from '../../src/types/audit.ts';

const options = { workspace: 'ecahpwf5', schema: '../node_modules/interform/schemas/manifest.schema.json' };

function pair(externalId: string | null, more: Partial<MergeablePair> = {}): MergeablePair {
  const person = { email: 'ada@acme.test', phone: '+353871234567' };
  return {
    lead: { id: 'lead-1', role: 'lead', external_id: null, ...person },
    into: { id: 'user-1', role: 'user', external_id: externalId, ...person },
    shared: ['email'],
    emails_differ: false,
    after: null,
    skip_duplicate_validation: false,
    ...more,
  };
}

const intoOf = (externalId: string | null) =>
  parse(mergesManifest([pair(externalId)], options)).merges[0].into;

describe('the Merges manifest', () => {
  it('begins with the line by which the next audit knows it, and the schema for editors', () => {
    const [first, second] = mergesManifest([pair('customer-1')], options).split('\n');
    expect(first).toBe(MERGES_HEADER);
    expect(second).toBe(
      '# yaml-language-server: $schema=../node_modules/interform/schemas/manifest.schema.json',
    );
  });

  it.each(['0012345', '007:', 'yes', '# x', '} , {', 'a "quoted" one', 'Ωmega', 'line\u2028end', '\u0085'])(
    'names the user by external_id %j, character for character',
    (externalId) => expect(intoOf(externalId)).toEqual({ external_id: externalId }),
  );

  it.each([null, ' customer-1', '$\u007bvar.env}', 'a$\u007b'])(
    'names the user by id where external_id is %j',
    (externalId) => {
      expect(intoOf(externalId)).toEqual({ id: 'user-1' });
    },
  );

  it('says why a merge needs a look, and nothing personal', () => {
    const text = mergesManifest(
      [
        pair('a', { emails_differ: true, shared: ['phone'] }),
        pair('b', { after: 'lead-0', shared: ['phone'], skip_duplicate_validation: true }),
        pair('c', { skip_duplicate_validation: true }),
      ],
      options,
    );
    expect(text).toMatch(/# only the phone is shared, the emails differ$/m);
    expect(text).toMatch(/skip_duplicate_validation: true } # shares the phone that lead lead-0 brings$/m);
    expect(text).toMatch(/# the email is written differently$/m);
    expect(text).not.toContain('ada@acme.test');
    expect(text).not.toContain('+353');
  });

  it('is valid without merges', () => {
    expect(parse(mergesManifest([], options))).toEqual({
      apiVersion: 'interform/v1',
      kind: 'Merges',
      merges: [],
    });
  });
});
