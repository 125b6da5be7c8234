import { afterEach, describe, expect, it } from 'vitest';
import type { PlanDocument } from '../../src/types/plan.ts';
import { openProject, type Project } from './project.ts';

let project: Project;
afterEach(() => project.close());

const HEAD = 'apiVersion: interform/v1\nkind: ContactSet\n';

function set(name: string, count: number, rest = '', change = ''): string {
  const contacts = Array.from(
    { length: count },
    (_, index) => `  - { external_id: ${name}-${index}, name: Person ${index}${change} }\n`,
  );
  return `${HEAD}name: ${name}\n${rest}contacts:\n${contacts.join('')}`;
}

async function opened(guards: string, files: Readonly<Record<string, string>> = {}): Promise<void> {
  project = await openProject({ config: guards });
  for (const [name, text] of Object.entries(files)) project.write(name, text);
}

async function planned(...argv: string[]): Promise<PlanDocument & { readonly exit: number }> {
  const { exit, out } = await project.plan('--json', ...argv);
  return { ...(JSON.parse(out) as PlanDocument), exit };
}

const found = ({ diagnostics }: PlanDocument, code: string) =>
  diagnostics.filter((one) => one.code === code).map(({ summary }) => summary);

const BETA = 'guards:\n  sets:\n    beta: { max_create: 2 }\n';

describe('a guard of a contact set', () => {
  it('blocks what the project would let through, and counts this set alone', async () => {
    await opened(BETA, { 'a.yaml': set('beta', 2), 'b.yaml': set('visitors', 30) });
    expect((await planned()).exit).toBe(0);
    project.write('a.yaml', set('beta', 3));
    const plan = await planned();
    expect(plan.exit).toBe(5);
    expect(plan.guards.find(({ verb }) => verb === 'create')).toEqual({
      verb: 'create',
      count: 33,
      limit: null,
      over: true,
    });
    expect(plan.summary.blocked).toBe(33);
    expect(plan.diagnostics.find(({ code }) => code === 'scoped-guard')).toMatchObject({
      severity: 'warning',
      summary: 'create: contact set beta: 3 planned, at most 2 allowed',
      detail: 'guards.sets.beta.max_create is 2 in interform.yaml:6',
      file: 'interform.yaml',
      line: 6,
    });
  });

  it.each([[[]], [['saved.jsonl']], [['--expect', 'reviewed.receipt']]])(
    'holds in apply %j, with the limits of that moment',
    async (argv) => {
      await opened('', { 'a.yaml': set('beta', 3) });
      await project.plan('--out', 'saved.jsonl', '--receipt', 'reviewed.receipt');
      project.write('interform.yaml', `apiVersion: interform/v1\nkind: Project\nmanifests: .\n${BETA}`);
      const result = await project.result(...argv);
      expect(result.exit).toBe(5);
      expect(result.diagnostics.find(({ code }) => code === 'guard-over')?.detail).toContain(
        'contact set beta: 3 planned, at most 2 allowed',
      );
      expect(project.writes()).toEqual([]);
      expect((await project.result(...argv, '--allow', 'create=3')).exit).toBe(0);
    },
  );

  it('holds what the limit of apply leaves', async () => {
    await opened(BETA, { 'a.yaml': set('beta', 3) });
    expect((await project.result('--limit', '2')).exit).toBe(0);
  });

  it('is released by --allow with the number of the whole plan, which is still a limit', async () => {
    await opened(BETA, { 'a.yaml': set('beta', 3), 'b.yaml': set('visitors', 3) });
    expect((await planned('--allow', 'create=5')).exit).toBe(5);
    const plan = await planned('--allow', 'create=6');
    expect(plan.exit).toBe(0);
    expect(found(plan, 'scoped-guard')).toEqual([]);
  });

  it('counts somebody whom two sets declare for both', async () => {
    const both = (name: string) =>
      `${HEAD}name: ${name}\ncontacts:\n  - { external_id: ada, tags: [${name}] }\n`;
    await opened('guards: { sets: { beta: { max_create: 0 }, visitors: { max_create: 0 } } }\n', {
      'a.yaml': both('visitors'),
      'b.yaml': both('beta'),
      'tags.yaml': 'apiVersion: interform/v1\nkind: Tags\ntags: [visitors, beta]\n',
    });
    expect(found(await planned(), 'scoped-guard')).toEqual([
      'create: contact set beta: 1 planned, at most 0 allowed',
      'create: contact set visitors: 1 planned, at most 0 allowed',
    ]);
  });

  it('takes a percentage of the live members of the set for detach', async () => {
    const prune = 'prune: { owner_tag: set-beta, action: untag }\n';
    await opened('guards: { max_detach: 50 }\n', { 'a.yaml': set('beta', 40, prune) });
    await project.apply();
    project.write('a.yaml', set('beta', 38, prune));
    expect((await planned()).exit).toBe(0);
    const limited = (percent: string) =>
      `apiVersion: interform/v1\nkind: Project\nmanifests: .\nguards: { max_detach: 50, sets: { beta: { max_detach: ${percent} } } }\n`;
    project.write('interform.yaml', limited('5%'));
    expect((await planned()).exit).toBe(0);
    project.write('interform.yaml', limited('2%'));
    const plan = await planned('--out', 'saved.jsonl');
    expect(plan.exit).toBe(5);
    expect(found(plan, 'scoped-guard')).toEqual([
      'detach: contact set beta: 2 planned, at most 0 allowed by 2%',
    ]);
    expect((await project.result('saved.jsonl')).exit).toBe(5);
  });

  it('counts the leads that the set absorbs', async () => {
    project = await openProject({
      config: 'guards: { max_merge: 9, sets: { beta: { max_merge: 0 } } }\n',
      seed: {
        contacts: [
          { role: 'user', external_id: 'ada', email: 'ada@acme.test' },
          { role: 'lead', email: 'ada@acme.test' },
        ],
      },
    });
    project.write(
      'a.yaml',
      `${HEAD}name: beta\nidentity: { leads: absorb }\ncontacts:\n  - { external_id: ada, email: ada@acme.test }\n  - { external_id: bob }\n`,
    );
    const plan = await planned();
    expect(plan.guards.find(({ verb }) => verb === 'merge')?.count).toBe(1);
    expect(found(plan, 'scoped-guard')).toEqual(['merge: contact set beta: 1 planned, at most 0 allowed']);
  });

  it('is of the environment where that says so', async () => {
    await opened(
      `default_environment: production\nenvironments:\n  production:\n    guards:\n      sets:\n        beta: { max_create: 1 }\n  staging: {}\n${BETA}`,
      { 'a.yaml': set('beta', 2) },
    );
    expect((await planned('--env', 'staging')).exit).toBe(0);
    const plan = await planned();
    expect(plan.exit).toBe(5);
    expect(plan.diagnostics.find(({ code }) => code === 'scoped-guard')?.detail).toBe(
      'guards.sets.beta.max_create is 1 in interform.yaml:9, for environment production',
    );
  });
});

describe('a guard of a team', () => {
  it('counts what the manifests of this team declare, of any kind', async () => {
    await opened(
      'guards: { max_drop_option: 5, owners: { revops: { max_create: 1, max_drop_option: 0 }, support: { max_create: 9 } } }\n',
      {
        'a.yaml': set('beta', 2, 'owner: revops\n'),
        'b.yaml': set('visitors', 5, 'owner: support\n'),
      },
    );
    const plan = await planned();
    expect(plan.exit).toBe(5);
    expect(found(plan, 'scoped-guard')).toEqual(['create: team revops: 2 planned, at most 1 allowed']);
  });
});

describe('limits of sets and teams', () => {
  it('say so where nothing has their name, or they would loosen those of the project', async () => {
    await opened(
      'guards:\n  max_merge: 5\n  sets:\n    betta: { max_create: 2 }\n    beta: { max_merge: 6, max_archive: 1, max_detach: 2%, max_create: 3 }\n  owners:\n    revop: { max_create: 3 }\n',
      { 'a.yaml': set('beta', 1, 'owner: revops\n') },
    );
    const plan = await planned();
    expect(plan.exit).toBe(0);
    const told = plan.diagnostics.map(({ code, summary, detail = '', line }) => [
      line,
      code,
      summary,
      detail,
    ]);
    expect(told).toEqual([
      [
        7,
        'unknown-guard-scope',
        'there is no contact set betta, so this limit guards nothing',
        'did you mean "beta"?',
      ],
      [
        8,
        'guard-loosens',
        'max_merge of contact set beta is above the limit of the project, so it changes nothing',
        '6 here, 5 for the whole plan: a set or a team can only have less',
      ],
      [
        8,
        'guard-loosens',
        'max_archive of contact set beta is above the limit of the project, so it changes nothing',
        '1 here, 0 for the whole plan by default: a set or a team can only have less',
      ],
      [
        10,
        'unknown-guard-scope',
        'there is no team revop, so this limit guards nothing',
        'did you mean "revops"?',
      ],
    ]);
    const { out, err } = await project.validate();
    expect(out + err).toContain('unknown-guard-scope');
    expect(out + err).toContain('guard-loosens');
  });

  it.each([
    ['sets: { beta: { max_skip: 3 } }', 'refused-key'],
    ['sets: { beta: { max_drop_option: 3 } }', 'refused-key'],
    ['owners: { revops: { max_skip: 3 } }', 'refused-key'],
    ['sets: { beta: { max_create: 5% } }', 'wrong-type'],
    ['sets: { beta: { sets: {} } }', 'unknown-key'],
  ])('refuses guards: { %s }', async (guards, code) => {
    await opened(`guards: { ${guards} }\n`, { 'a.yaml': set('beta', 1, 'owner: revops\n') });
    const { exit, err } = await project.plan();
    expect(exit).toBe(1);
    expect(err).toContain(code);
  });
});

describe('the hint of a guard', () => {
  const MERGE = {
    seed: { contacts: [{ role: 'lead' as const, email: 'ada@acme.test' }] },
    set: `${HEAD}name: beta\nidentity: { leads: absorb }\ncontacts:\n  - { external_id: ada, email: ada@acme.test }\n`,
  };
  const ENVIRONMENTS =
    'guards:\n  max_convert: 0\nenvironments:\n  production:\n    guards:\n      max_convert: 0\n  staging: {}\n';

  it.each([
    ['', [], 'in interform.yaml: guards: { max_convert: 1 } (0 is the default)'],
    ['guards:\n  max_convert: 0\n', [], 'in interform.yaml:5: max_convert: 1 instead of 0'],
    [
      ENVIRONMENTS,
      ['--env', 'production'],
      'in interform.yaml:9: max_convert: 1 instead of 0, for environment production',
    ],
    [
      ENVIRONMENTS,
      ['--env', 'staging'],
      'in interform.yaml:5: max_convert: 1 instead of 0, for every environment',
    ],
    [
      '',
      ['--allow', 'convert=0'],
      'in interform.yaml: guards: { max_convert: 1 } (in this run --allow convert=0 decides)',
    ],
  ])('says what decides the limit: %j %j', async (config, argv, hint) => {
    project = await openProject({ config, seed: MERGE.seed });
    project.write('a.yaml', MERGE.set);
    for (const format of ['text', 'markdown', 'html', 'github', 'sarif']) {
      const { out, exit } = await project.plan('--format', format, ...argv);
      expect(exit).toBe(5);
      const plain = format === 'markdown' ? out.replaceAll(/[\\`]/g, '') : out;
      expect(plain.replaceAll('%3A', ':'), format).toContain(hint);
    }
    await project.plan('--out', 'saved.jsonl', ...argv);
    for (const saved of [[], ['saved.jsonl']]) {
      const { out } = await project.apply(...saved, ...argv);
      expect(out).toContain(hint);
      const { diagnostics } = await project.result(...saved, ...argv);
      expect(diagnostics.find(({ code }) => code === 'guard-over')?.help).toContain(hint);
    }
  });

  it('of a share too', async () => {
    const prune = 'prune: { owner_tag: set-beta, action: untag }\n';
    await opened('guards:\n  max_detach: 4%\n', { 'a.yaml': set('beta', 40, prune) });
    await project.apply();
    project.write('a.yaml', set('beta', 38, prune));
    const plan = await planned();
    expect(plan.diagnostics.find(({ code }) => code === 'detach-share')?.help).toContain(
      'or for every run in interform.yaml:5: max_detach: 2 instead of 4%',
    );
  });

  it('names who is over where only a set is, in every format', async () => {
    await opened(BETA, { 'a.yaml': set('beta', 3) });
    for (const format of ['text', 'markdown', 'html', 'github', 'sarif']) {
      const { out } = await project.plan('--format', format);
      expect(out, format).toMatch(/contact set beta: 3 planned, at most 2 allowed/);
    }
    const { out } = await project.plan();
    expect(out).toContain('--allow create=3');
    expect(out).toContain('Or for every run: guards.sets.beta.max_create is 2 in interform.yaml:6');
  });
});
