import { describe, expect, it } from 'vitest';
import { overlooksOf } from '../../src/app/overlooks.ts';
import type { ManifestDocument } from '../../src/types/declaration.ts';
import type { JsonObject } from '../../src/types/json.ts';
import type { Project } from '../../src/types/project.ts';

/** A contact set of revops in crm/beta.yaml. */
function beta(data: JsonObject, wrong?: readonly string[]): ManifestDocument {
  const document: Partial<ManifestDocument> = {
    kind: 'ContactSet',
    data: { name: 'beta', ...data },
    origins: [{ file: 'crm/beta.yaml', folder: 'crm', owner: 'revops' }],
    ...(wrong === undefined ? {} : { wrong: new Set(wrong) }),
  };
  return document as ManifestDocument; // Nothing else is asked for.
}

const project = (exclude: readonly string[] = []) => ({ exclude }) as Project;
const NONE = { project: '.', variables: new Map(), target: [], exclude: [] };
const ROWS = { source: { file: 'beta.csv' } };

describe('a contact set may be overlooked', () => {
  it.each([
    ['not where everything is selected', {}, [], false],
    ['where a target leads elsewhere', { target: ['contact/gold/**'] }, [], true],
    ['not where one may mean it', { target: ['contact/*/ada'] }, [], false],
    ['where the project always leaves it out', {}, ['contact/beta/**'], true],
    ['where another file is selected', { files: ['crm/gold.yaml'] }, [], true],
    ['where another team is selected', { owners: ['support'] }, [], true],
    [
      'not by files where rows come from standard input',
      { files: ['crm/gold.yaml'], data: new Set(['beta']) },
      [],
      false,
    ],
    ['by a target also then', { target: ['contact/gold/**'], data: new Set(['beta']) }, [], true],
  ] as const)('%s', (_name, options, exclude, expected) => {
    expect(overlooksOf({ ...NONE, ...options }, project(exclude))(beta(ROWS))).toBe(expected);
  });

  it.each([
    ['a wrong policy', ROWS, ['policy'], true],
    ['a wrong source', ROWS, ['source'], false],
    ['a wrong name', ROWS, ['name'], false],
    ['something wrong nobody knows where', ROWS, [''], false],
    ['a contact that is wrong', { contacts: [{}] }, ['contacts'], true],
    ['a list of contacts that is none', {}, ['contacts'], false],
    ['an unknown key, and nothing that says who is in it', {}, ['contcats'], false],
  ] as const)('with %s: %j %j → %s', (_name, data, wrong, expected) => {
    const overlooks = overlooksOf({ ...NONE, target: ['contact/gold/**'] }, project());
    expect(overlooks(beta(data, wrong))).toBe(expected);
  });
});
