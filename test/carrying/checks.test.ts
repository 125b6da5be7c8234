import { afterEach, describe, expect, it } from 'vitest';
import type { Project } from '../approval/project.ts';
import { codesOf, HEAD, planOf, workspaceOf } from './carry-project.ts';

let project: Project | undefined;
afterEach(() => project?.close());

const TEXT = { name: 'old', data_type: 'string' } as const;

async function validated(manifest: string): Promise<readonly string[]> {
  project = await workspaceOf([TEXT], []);
  project.write('0001-attributes.yaml', HEAD + manifest);
  const { out } = await project.validate('--json');
  const { diagnostics } = JSON.parse(out) as { diagnostics: { code: string; severity: string }[] };
  return diagnostics.filter(({ severity }) => severity !== 'warning').map(({ code }) => code);
}

describe('what a manifest says of values from elsewhere', () => {
  it.each([
    ['carry-circle', '  a: { type: string, from: { attribute: a } }\n'],
    [
      'carry-circle',
      '  a: { type: string, from: { attribute: b } }\n  b: { type: string, from: { attribute: a } }\n',
    ],
    [
      'carry-chain',
      '  a: { type: string, from: { attribute: b } }\n  b: { type: string, from: { attribute: old } }\n',
    ],
    ['carry-in-case', '  Old: { type: string, from: { attribute: old } }\n'],
    ['carry-to-archived', '  a: { type: string, archived: true, from: { attribute: old } }\n'],
    [
      'carry-from-archived',
      '  a: { type: string, from: { attribute: b } }\n  b: { type: string, archived: true }\n',
    ],
    [
      'carry-archive-declared',
      '  a: { type: string, from: { attribute: old, archive: true } }\n  old: { type: string }\n',
    ],
    ['carry-value', '  a: { type: integer, from: { attribute: old, values: { many: lots } } }\n'],
    ['carry-value', '  a: { type: options, options: [x, y], from: { attribute: old, values: { z: z } } }\n'],
    ['bad-date-format', '  a: { type: date, from: { attribute: old, date: whenever } }\n'],
    ['former-option-declared', '  a: { type: options, options: [x, { value: y, was: [x] }] }\n'],
    [
      'former-option-twice',
      '  a: { type: options, options: [{ value: x, was: [z] }, { value: y, was: [z] }] }\n',
    ],
    [
      'carry-twice',
      '  a: { type: string, from: { attribute: old } }\n  b: { type: string, from: { attribute: old } }\n',
    ],
  ])('is checked without a workspace: %s', async (code, manifest) => {
    expect(await validated(manifest)).toContain(code);
  });

  it('may name an attribute that is declared, and several', async () => {
    const declared = '  a: { type: string, from: { attribute: [b, old] } }\n  b: { type: string }\n';
    expect((await validated(declared)).filter((code) => code.startsWith('carry'))).toEqual([]);
  });

  it.each([
    [
      'carry-types',
      'error',
      { name: 'old', data_type: 'boolean' },
      'a: { type: integer, from: { attribute: old } }',
    ],
    [
      'carry-other-model',
      'error',
      { name: 'old', data_type: 'string', model: 'company' },
      'a: { type: string, from: { attribute: old } }',
    ],
    [
      'carry-nothing',
      'warning',
      { name: 'seats_text', data_type: 'string' },
      'a: { type: string, from: { attribute: seats_txt } }',
    ],
    [
      'carry-nothing',
      'info',
      { name: 'seats_text', data_type: 'string' },
      'a: { type: string, from: { attribute: quite_another } }',
    ],
    [
      'carry-archived',
      'warning',
      { name: 'old', data_type: 'string', archived: true },
      'a: { type: string, from: { attribute: old } }',
    ],
    [
      'carry-from-standard',
      'error',
      { name: 'old', data_type: 'string' },
      'a: { type: string, from: { attribute: email } }',
    ],
  ] as const)('is checked against the workspace: %s is an %s', async (code, severity, live, manifest) => {
    project = await workspaceOf([live], []);
    project.write('0001-attributes.yaml', `${HEAD}  ${manifest}\n`);
    const { diagnostics } = await planOf(project);
    expect(diagnostics.filter((one) => one.code === code).map((one) => one.severity)).toEqual([severity]);
  });

  it('says nothing of an old attribute that is archived as the manifest asks', async () => {
    project = await workspaceOf([{ ...TEXT, archived: true }], []);
    project.write(
      '0001-attributes.yaml',
      `${HEAD}  a: { type: string, from: { attribute: old, archive: true } }\n`,
    );
    expect((await codesOf(project)).filter((code) => code.startsWith('carry'))).toEqual([]);
  });

  it('takes what a later version says in place of an earlier one', async () => {
    project = await workspaceOf(
      [TEXT],
      [{ role: 'user', external_id: 'a', custom_attributes: { old: 'x' } }],
    );
    project.write('0001-attributes.yaml', `${HEAD}  a: { type: string, from: { attribute: other } }\n`);
    project.write('0002-attributes.yaml', `${HEAD}  a: { from: { attribute: old } }\n`);
    expect((await planOf(project)).summary.update).toBe(1);
  });
});
