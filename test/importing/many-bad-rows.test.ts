import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { validate } from '../../src/app/validate.ts';
import { csvProject, findings, importing, set } from './acme.ts';

/** More than are kept in memory. */
const rows = 2500;
const skip = 'policy: { on_bad_row: skip }';
const csv = `external_id,email,plan\n${Array.from({ length: rows }, (_, at) => `${at},nobody-${at},gold\n`).join('')}last,ada@acme.test,gold\n`;

describe('thousands of bad rows', () => {
  const seats = 'columns: { external_id: external_id, email: email, custom_attributes: { seats: plan } }';
  const owner = 'columns: { external_id: external_id, email: email, owner: plan }';
  const files = {
    ...csvProject(csv, seats, skip),
    'migrations/0000-attributes.yaml':
      'apiVersion: interform/v1\nkind: DataAttributes\nmodel: contact\nattributes: { seats: { type: integer } }\n',
    // The same rows again, with a reason of its own for each.
    'migrations/0002-more.yaml': set(owner, skip).replace('name: people', 'name: more'),
  };
  const rejects = 'migrations/data/rejected-people.csv';
  const noEmail = (column: string, value: string) =>
    `this is not an email address: ${column}: ""${value}""; it has no @`;
  const notWhole = 'custom_attributes.seats must be an integer: plan: ""gold""';
  const reasons = (at: number) =>
    [noEmail('email', `nobody-${at}`), notWhole, noEmail('plan', 'gold')].join('; ');
  const lines = [
    '\uFEFFexternal_id,email,plan,interform_reason',
    ...Array.from({ length: rows }, (_, at) => `${at},nobody-${at},gold,"${reasons(at)}"`),
    `last,ada@acme.test,gold,"${[notWhole, noEmail('plan', 'gold')].join('; ')}"`,
    '',
  ];
  const found = [
    'rows-left-out: 2501 rows were left out ',
    'attribute-value: row left out: custom_attributes.seats must be an integer (2501 times) (row 1: ',
    'bad-email: row left out: this is not an email address (7501 times) (row 1: email: "nobody-0"; it has no @; row 2: email: "nobody-1"; it has no @; row 3: email: "nobody-2"; it has no @ and 7498 more) ',
    ...Array(2).fill('skip-share: 2501 of 2501 rows are left out, '),
  ].map((text) => expect.stringContaining(text));
  const leftOut = Array(2).fill({ source: 'migrations/data/people.csv', rows: rows + 1, left_out: rows + 1 });

  it('stand in the reject file once each, with the reasons of all sets', async () => {
    const { folder, plan } = importing(files);
    const made = await plan();
    expect(made.plan).toMatchObject({ summary: { create: 1, skipped: 2 * (rows + 1) }, left_out: leftOut });
    expect(findings(made.diagnostics)).toEqual(found);
    expect(readFileSync(join(folder, rejects), 'utf8') === lines.join('\n')).toBe(true);
  });

  it('are the same to validate', async () => {
    const { folder } = importing(files);
    const options = { project: folder, variables: new Map(), target: [], exclude: [], allow: new Map() };
    const ports = { env: {}, now: () => 0, sleep: async () => {} };
    const validated = await validate(options, ports);
    // The same is said once.
    expect(findings(validated.diagnostics)).toHaveLength(found.length - 1);
    expect(findings(validated.diagnostics)).toEqual(expect.arrayContaining(found));
    expect(validated.leftOut).toEqual(leftOut);
    expect(readFileSync(join(folder, rejects), 'utf8') === lines.join('\n')).toBe(true);
  });
});
