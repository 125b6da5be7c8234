import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { applyRules } from '../../src/app/apply-rules.ts';
import { kinds } from '../../src/kinds/index.ts';
import { allRules } from '../../src/kinds/rules.ts';
import type { Diagnostic, Severity } from '../../src/types/diagnostic.ts';
import { contactSet, openProject, type Project } from './project.ts';

const ATTRIBUTES = `apiVersion: interform/v1
kind: DataAttributes
model: contact
attributes:
  plan: { type: options, options: [free, Pro, "pro "], description: Billing plan }
  company size: { type: integer }
  company_size: { type: integer, description: "" }
`;

let project: Project;
afterEach(() => project?.close());

async function opened(rules: string, rest: Parameters<typeof openProject>[0] = {}): Promise<void> {
  project = await openProject({ ...rest, config: rules === '' ? '' : `rules: ${rules}\n` });
}

async function found(ran: Promise<{ out: string }>): Promise<string[]> {
  const { diagnostics } = JSON.parse((await ran).out) as { diagnostics: readonly Diagnostic[] };
  return diagnostics.map(
    ({ severity, code, line }) => `${severity} ${code}${line === undefined ? '' : ` ${line}`}`,
  );
}

function finding(code: string, severity: Severity): Diagnostic {
  return { code, severity, summary: 'found' };
}

const RULES = allRules();

describe('rules', () => {
  it('keep their default where the project says nothing', async () => {
    await opened('');
    project.write('manifests.yaml', ATTRIBUTES);
    expect(await found(project.validate('--json'))).toEqual(['warning option-near-equal 5']);
    expect(await found(project.plan('--json'))).toEqual([
      'warning option-near-equal 5',
      'warning attribute-near-equal 6',
      'warning attribute-near-equal 7',
    ]);
  });

  it('turn findings off, to warn or to error, in validate and plan alike', async () => {
    await opened(
      '{ attribute-without-description: error, option-near-equal: off, attribute-near-equal: warn }',
    );
    project.write('manifests.yaml', ATTRIBUTES);
    expect(await found(project.validate('--json'))).toEqual([
      'error attribute-without-description 6',
      'error attribute-without-description 7',
    ]);
    const { exit, err } = await project.plan('--out', 'plan.jsonl');
    expect(exit).toBe(1);
    expect(err).toContain('error[attribute-without-description]: company size has no description');
    expect(err).toContain('--> manifests.yaml:6:3');
    expect(() => project.read('plan.jsonl')).toThrow('ENOENT');
    expect((await project.apply()).exit).toBe(1);
    expect(project.writes()).toEqual([]);
  });

  it('find tags that would be created beside one of nearly the same name, live or declared', async () => {
    await opened('', { seed: { tags: ['VIP customers', 'beta'] } });
    project.write(
      'tags.yaml',
      'apiVersion: interform/v1\nkind: Tags\ntags: [vip-customers, BETA, old, o-l-d]\n',
    );
    expect(await found(project.plan('--json'))).toEqual([
      'warning tag-near-equal 3',
      'warning tag-near-equal 3',
      'warning tag-near-equal 3',
    ]);
    await project.apply();
    expect(await found(project.plan('--json'))).toEqual([]);
  });

  it('name users without an external_id once a set', async () => {
    await opened('{ contact-without-external-id: warn }');
    const people = ['ada', 'grace', 'alan'].map((name) => `email: ${name}@acme.test`);
    project.write(
      'set.yaml',
      contactSet([...people, 'external_id: customer-1', 'role: lead, email: v@acme.test']),
    );
    expect(await found(project.validate('--json'))).toEqual(['warning contact-without-external-id 5']);
    expect((await project.validate()).err).toContain('3 users of set beta have no external_id');
  });

  it('make offline warnings errors', async () => {
    await opened('{ unknown-tag: error }', { seed: { tags: ['vip'] } });
    project.write('set.yaml', contactSet(['external_id: customer-1, tags: [vip]']));
    expect(await found(project.validate('--json'))).toEqual(['error unknown-tag 5']);
    expect((await project.plan()).exit).toBe(1);
  });

  it('belong to an environment where it says so', async () => {
    await opened('{ attribute-without-description: warn }');
    project.write('manifests.yaml', ATTRIBUTES);
    const base = project.read('interform.yaml');
    project.write(
      'interform.yaml',
      `${base}environments: { live: { rules: { attribute-without-description: error } }, test: {} }\n`,
    );
    const severity = async (env: string) => (await found(project.validate('--json', '--env', env)))[1];
    expect(await severity('test')).toBe('warning attribute-without-description 6');
    expect(await severity('live')).toBe('error attribute-without-description 6');
  });

  it.each([
    [
      '{ attribute-without-descripton: error }',
      'unknown-key',
      'did you mean "attribute-without-description"?',
    ],
    ['{ lead-external-id: never }', 'not-one-of', 'off'],
    ['{ prune-withheld: off }', 'not-one-of', 'warn'],
    ['{ protected-attribute: off }', 'refused-key', 'no rule turns it off'],
    ['{ incomplete-read: off }', 'refused-key', 'no rule changes that'],
    ['[lead-external-id]', 'wrong-type', 'map'],
  ])('refuse %s', async (rules, code, words) => {
    await opened(rules);
    const { exit, err } = await project.validate();
    expect(exit).toBe(1);
    expect(err).toContain(`error[${code}]`);
    expect(err).toContain(words);
  });
});

describe('no rule', () => {
  const severities: readonly Severity[] = ['error', 'warning', 'info'];

  it.each(Object.keys(RULES))('makes an error less than one: %s', (code) => {
    for (const level of ['off', 'warn'] as const) {
      const [left] = applyRules([finding(code, 'error')], new Map([[code, level]]));
      // The longest name of an attribute and the longest id are hearsay (intercom 3.4), so Intercom may be left to decide.
      const isHearsay = code === 'attribute-name-length' || code === 'id-too-long';
      if (isHearsay && level === 'warn') expect(left?.severity).toBe('warning');
      else if (!isHearsay) expect(left?.severity).toBe('error');
    }
  });

  it('touches a finding that is no rule', () => {
    const all = severities.map((severity) => finding('wrong-workspace', severity));
    for (const level of ['off', 'warn', 'error'] as const)
      expect(applyRules(all, new Map([['wrong-workspace', level]]))).toEqual(all);
    expect(applyRules([finding('constructor', 'warning')], new Map())).toHaveLength(1);
  });
});

describe('the table of rules', () => {
  it('is the schema', () => {
    const schema = JSON.parse(
      readFileSync(new URL('../../schemas/project.schema.json', import.meta.url), 'utf8'),
    );
    const properties: Record<string, { enum: string[]; description: string }> = schema.$defs.rules.properties;
    expect(Object.keys(properties)).toEqual(Object.keys(RULES));
    for (const [code, rule] of Object.entries(RULES)) {
      expect([code, properties[code]?.enum]).toEqual([code, [...rule.levels]]);
      const word = rule.default === 'warning' ? 'warn' : rule.default;
      expect([code, properties[code]?.description]).toEqual([
        code,
        expect.stringContaining(`Default: ${word}.`),
      ]);
    }
  });

  it('is the page', () => {
    const own = kinds.flatMap(({ page }) => page ?? []);
    const rows = ['reference/rules.md', ...own].flatMap((path) => {
      const page = readFileSync(new URL(`../../docs/${path}`, import.meta.url), 'utf8');
      return [...page.matchAll(/^\| `([a-z-]+)` +\| (off|info|warn|error) +\| ([^|]+?) +\|/gm)];
    });
    expect(rows.map(([, code]) => code).sort()).toEqual(Object.keys(RULES));
    for (const [, code = '', level, levels = ''] of rows) {
      const rule = RULES[code];
      expect([code, level]).toEqual([code, rule?.default === 'warning' ? 'warn' : rule?.default]);
      expect([code, levels.split(', ')]).toEqual([code, rule?.levels]);
    }
  });
});
