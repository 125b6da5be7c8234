import { describe, expect, it } from 'vitest';
import { tokenOf } from '../../src/manifest/index.ts';
import { projectIn, shown } from './load.ts';

const HEAD = 'apiVersion: interform/v1\nkind: Project\n';
const ENVIRONMENTS = `${HEAD}manifests: migrations
workspace: { id: acme, region: eu }
environments:
  staging: { workspace: { id: acme-test, token_env: ACME_TEST_TOKEN }, manifests: [a, b], guards: { max_merge: 1 } }
  production: {}
guards: { max_merge: 50, max_detach: 5% }
`;

async function findings(yaml: string, given = {}): Promise<string[]> {
  return shown((await projectIn({ 'interform.yaml': yaml }, given)).diagnostics);
}

describe('a project', () => {
  it('has defaults without a file', async () => {
    const { project, diagnostics } = await projectIn({});
    expect(diagnostics).toEqual([]);
    expect(project).toEqual({
      folder: '/acme',
      file: undefined,
      environment: null,
      manifests: ['migrations'],
      owners: new Map(),
      exclude: [],
      workspace: {
        id: undefined,
        region: undefined,
        token_env: undefined,
        timezone: undefined,
        owner_tags: ['set-*'],
        ownerTagsWritten: false,
      },
      intercom_version: '2.16',
      variables: new Map(),
      guards: {},
      scopedGuards: { sets: new Map(), owners: new Map() },
      rules: new Map(),
      rate_limit: { share: 0.8 },
      mask_key_env: undefined,
      store: {
        kind: 'folder',
        path: '.interform',
        index_lag: 5 * 60_000,
        keep_values: true,
        keep: 90 * 86_400_000,
      },
      recheck: undefined,
      bulk: undefined,
      merge_preview: 'auto',
    });
  });

  it('lays an environment over: maps merge deeply, scalars and lists replace', async () => {
    const { project } = await projectIn({ 'interform.yaml': ENVIRONMENTS }, { environment: 'staging' });
    expect(project).toMatchObject({
      file: 'interform.yaml',
      environment: 'staging',
      manifests: ['a', 'b'],
      workspace: { id: 'acme-test', region: 'eu', token_env: 'ACME_TEST_TOKEN' },
      guards: { max_merge: 1, max_detach: '5%' },
    });
  });

  it('takes the environment from --env, INTERFORM_ENV, default_environment, in this order', async () => {
    const chosen = async (given: object, extra = '') =>
      (await projectIn({ 'interform.yaml': ENVIRONMENTS + extra }, given)).project?.environment;
    const fallback = 'default_environment: production\n';
    const env = { INTERFORM_ENV: 'staging' };
    expect(await chosen({}, fallback)).toBe('production');
    expect(await chosen({ env }, fallback)).toBe('staging');
    expect(await chosen({ env, environment: 'production' }, fallback)).toBe('production');
    expect(await chosen({ env: { INTERFORM_ENV: '' } }, fallback)).toBe('production');
  });

  it('wants one of its environments', async () => {
    expect(await findings(ENVIRONMENTS)).toEqual([
      'interform.yaml:6:3 no-environment: the project has environments, and none is chosen (environments are staging, production) = pass --env staging, set INTERFORM_ENV, or write default_environment: into interform.yaml',
    ]);
    expect(await findings(ENVIRONMENTS, { environment: 'stagin' })).toEqual([
      ' unknown-environment: there is no environment stagin (did you mean "staging"?) = environments are staging, production',
    ]);
    expect(await findings(HEAD, { environment: 'staging' })).toEqual([
      ' unknown-environment: there is no environment staging = declare it under environments: in interform.yaml',
    ]);
    expect(await findings(`${ENVIRONMENTS}default_environment: prod\n`, { environment: 'staging' })).toEqual([
      expect.stringMatching(/^interform\.yaml:9:22 unknown-environment: there is no environment prod/),
    ]);
  });

  it('fills variables into its manifest folders only', async () => {
    const { project, diagnostics } = await projectIn(
      { 'interform.yaml': `${HEAD}manifests: "teams/\${var.team}"\nworkspace: { id: "\${var.team}" }\n` },
      { variables: { team: 'support' } },
    );
    expect(diagnostics).toEqual([]);
    expect(project).toMatchObject({ manifests: ['teams/support'], workspace: { id: `\${var.team}` } });
  });

  it('finds everything wrong at once', async () => {
    expect(
      await findings(`${HEAD}token: dG9rOmFiYw==
workspace: { token_env: "dG9rOmFiYw==", timezone: Europe/Dublim, region: US }
guards: { max_merg: 5, max_create: -1, max_update: 5%, max_detach: 150% }
rate_limit: { share: 0 }
environments: { staging: { guards: { max_merge: many } } }
`),
    ).toEqual([
      expect.stringMatching(
        /^interform\.yaml:3:1 refused-key: token cannot stand here = a token never stands in a file/,
      ),
      'interform.yaml:4:25 invalid-value: workspace.token_env must be the name of an environment variable = name the variable, such as INTERCOM_ACCESS_TOKEN; the token itself never stands in a file',
      expect.stringMatching(
        /^interform\.yaml:4:74 not-one-of: workspace\.region .*\("US"; did you mean "us"\?\)/,
      ),
      expect.stringMatching(
        /^interform\.yaml:5:11 unknown-key: unknown key max_merg in guards \(did you mean "max_merge"\?\)/,
      ),
      'interform.yaml:5:36 out-of-range: guards.max_create must be 0 or more (-1)',
      'interform.yaml:5:52 wrong-type: guards.max_update must be a whole number (this is the text "5%")',
      expect.stringMatching(
        /^interform\.yaml:5:68 invalid-value: guards\.max_detach must be a whole number or a percentage/,
      ),
      'interform.yaml:6:22 out-of-range: rate_limit.share must be more than 0 (0)',
      'interform.yaml:7:49 wrong-type: environments.staging.guards.max_merge must be a whole number (this is the text "many")',
      'interform.yaml:4:51 unknown-timezone: "Europe/Dublim" is no timezone (did you mean "Europe/Dublin"?) = write an IANA name such as Europe/Dublin or UTC',
    ]);
  });

  it.each(['UTC', 'Europe/Dublin', 'America/Argentina/Buenos_Aires'])(
    'knows the timezone %s',
    async (timezone) => {
      expect(await findings(`${HEAD}workspace: { timezone: ${timezone} }\n`)).toEqual([]);
    },
  );

  it.each(['+01:00', 'Dublin', 'CEST5'])('does not know the timezone %s', async (timezone) => {
    expect(await findings(`${HEAD}workspace: { timezone: "${timezone}" }\n`)).toHaveLength(1);
  });

  it('says so where the file has another name, is empty, or holds manifests too', async () => {
    const { diagnostics } = await projectIn({ 'interform.yml': HEAD });
    expect(shown(diagnostics)).toEqual([
      'interform.yml project-file-name: the project file must be called interform.yaml = mv interform.yml interform.yaml',
    ]);
    expect(await findings('# later\n')).toEqual([expect.stringMatching(/^interform\.yaml empty-project: /)]);
    expect(await findings(`${HEAD}---\n${HEAD}`)).toEqual([
      expect.stringMatching(/^interform\.yaml:4:1 several-projects: /),
    ]);
  });

  it('does not take a project file that cannot be read for none: its pin and guards would not count', async () => {
    const lost = await projectIn({ 'interform.yaml': { link: 'nowhere.yaml' } });
    expect(lost.project).toBeUndefined();
    expect(shown(lost.diagnostics)).toEqual([
      expect.stringMatching(/^interform\.yaml file-error: .*\(its link leads to no file\)/),
    ]);
    const folder = await projectIn({ 'interform.yaml/a.yaml': '' });
    expect(shown(folder.diagnostics)).toEqual([expect.stringMatching(/file-error: .*\(it is a folder\)/)]);
  });

  it('knows where a setting stands, in the environment first', async () => {
    const { project } = await projectIn({ 'interform.yaml': ENVIRONMENTS }, { environment: 'staging' });
    expect(project?.place?.(['workspace', 'id'])).toEqual({ file: 'interform.yaml', line: 6, column: 31 });
    expect(project?.place?.(['workspace', 'region'])).toEqual({
      file: 'interform.yaml',
      line: 4,
      column: 32,
    });
  });

  it('is not read where it is a link that leads out of its folder', async () => {
    const link = (target: string) => ({ 'interform.yaml': { link: target } });
    const outside = await projectIn({
      ...link('/proc/self/environ'),
      '/proc/self/environ': 'SECRET=hunter2',
    });
    expect(shown(outside.diagnostics)).toEqual([
      expect.stringMatching(/project-outside: interform.yaml is a link that leads out/),
    ]);
    expect(JSON.stringify([...outside.texts, outside.diagnostics])).not.toContain('hunter2');
    const inside = await projectIn({ ...link('crm/interform.yaml'), 'crm/interform.yaml': HEAD });
    expect(inside.diagnostics).toEqual([]);
  });

  it('refuses manifest folders outside of it', async () => {
    for (const folder of ['../other', '/etc', 'a/../..']) {
      expect(await findings(`${HEAD}manifests: ${folder}\n`)).toEqual([
        expect.stringMatching(/^interform\.yaml:3:12 manifests-outside: /),
      ]);
    }
  });
});

describe('variables', () => {
  const file = { 'interform.yaml': `${HEAD}variables: { suffix: file, code: 007 }\n` };
  const suffix = async (given: object, contents = {}) =>
    (await projectIn({ ...file, ...contents }, given)).project?.variables.get('suffix');

  it('come from the file, .env, INTERFORM_VAR_NAME and --var, the later wins', async () => {
    const dotEnv = { '.env': 'INTERFORM_VAR_suffix=dotenv\n' };
    const env = { INTERFORM_VAR_suffix: 'env' };
    expect(await suffix({})).toBe('file');
    expect(await suffix({}, dotEnv)).toBe('dotenv');
    expect(await suffix({ env }, dotEnv)).toBe('env');
    expect(await suffix({ env, variables: { suffix: 'flag' } }, dotEnv)).toBe('flag');
    expect(await suffix({ env: { INTERFORM_VAR_SUFFIX: 'capitals' } })).toBe('capitals');
    expect(await suffix({ env: { INTERFORM_VAR_SUFFIX: 'capitals', ...env } })).toBe('env');
  });

  it('are text, as typed', async () => {
    expect((await projectIn(file)).project?.variables.get('code')).toBe('007');
  });

  it('cannot set env', async () => {
    expect(await findings(`${HEAD}variables: { env: staging }\n`)).toEqual([
      ' reserved-variable: the variable env cannot be set = var.env is the name of the environment: choose it with --env NAME',
    ]);
  });
});

describe('.env and token', () => {
  const token = async (
    contents: Record<string, string>,
    env: Record<string, string> = {},
    environment?: string,
  ) => {
    const loaded = await projectIn(contents, { env, ...(environment === undefined ? {} : { environment }) });
    if (loaded.project === undefined) throw new Error(shown(loaded.diagnostics).join('\n'));
    return tokenOf(loaded.project, loaded.env);
  };

  it('sets the token, with quotes and comments, and never overrides', async () => {
    const dotEnv = { '.env': '\uFEFF# ours\r\nexport INTERCOM_ACCESS_TOKEN="tok-dot" # staging\r\n' };
    expect(await token(dotEnv)).toEqual({ token: 'tok-dot', name: 'INTERCOM_ACCESS_TOKEN' });
    expect(await token({ '.env': 'INTERCOM_TOKEN=tok-two # x\n' })).toEqual({
      token: 'tok-two',
      name: 'INTERCOM_TOKEN',
    });
    expect(await token(dotEnv, { INTERCOM_ACCESS_TOKEN: 'tok-env' })).toEqual({
      token: 'tok-env',
      name: 'INTERCOM_ACCESS_TOKEN',
    });
  });

  it('is ignored in CI', async () => {
    expect(await token({ '.env': 'INTERCOM_TOKEN=tok-dot\n' }, { CI: 'true' })).toMatchObject({
      diagnostic: { code: 'no-token', detail: 'looked at INTERCOM_ACCESS_TOKEN and INTERCOM_TOKEN' },
    });
  });

  it('warns of other names and lines without their values', async () => {
    const { diagnostics, env } = await projectIn({ '.env': 'SECRET=hush\nINTERFORM_VAR_a=1\nhush hush\n' });
    expect(env['SECRET']).toBeUndefined();
    expect(env['INTERFORM_VAR_a']).toBe('1');
    expect(diagnostics).toMatchObject([
      { severity: 'warning', code: 'dot-env-name', summary: 'SECRET is ignored', line: 1 },
      { severity: 'warning', code: 'dot-env-line', line: 3 },
    ]);
    expect(JSON.stringify(diagnostics)).not.toContain('hush');
  });

  it('looks only at the variable that the project names', async () => {
    const file = {
      'interform.yaml': ENVIRONMENTS,
      '.env': 'ACME_TEST_TOKEN=tok-test\nINTERCOM_ACCESS_TOKEN=tok-live\n',
    };
    expect(await token(file, {}, 'staging')).toEqual({ token: 'tok-test', name: 'ACME_TEST_TOKEN' });
    expect(await token(file, {}, 'production')).toEqual({ token: 'tok-live', name: 'INTERCOM_ACCESS_TOKEN' });
    const { '.env': _, ...without } = file;
    expect(await token(without, { INTERCOM_ACCESS_TOKEN: 'tok-live' }, 'staging')).toMatchObject({
      diagnostic: { code: 'no-token', detail: 'looked at ACME_TEST_TOKEN' },
    });
  });

  it('refuses a token that no header can carry, without showing it', async () => {
    const found = await token({}, { INTERCOM_TOKEN: 'tok “x”' });
    expect(found).toMatchObject({ diagnostic: { code: 'bad-token' } });
    expect(JSON.stringify(found)).not.toContain('tok “');
    expect(await token({}, { INTERCOM_TOKEN: ' tok-a\n' })).toEqual({
      token: 'tok-a',
      name: 'INTERCOM_TOKEN',
    });
  });
});

describe('the store of a project', () => {
  const store = async (text: string, given = {}) =>
    (await projectIn({ 'interform.yaml': `${HEAD}${text}` }, given)).project?.store;
  const HOUR = 3_600_000;

  it('has its place and its durations', async () => {
    expect(
      await store('store: { path: var/interform/, index_lag: 90s, keep_values: false, keep: 1.5h }'),
    ).toEqual({
      ...{ kind: 'folder', path: 'var/interform', index_lag: 90_000, keep_values: false, keep: 1.5 * HOUR },
    });
    expect(await store('store: { url_env: ACME_STORE, index_lag: 0, keep: 2w }')).toEqual({
      ...{ kind: 'redis', url_env: 'ACME_STORE', index_lag: 0, keep_values: true, keep: 14 * 24 * HOUR },
    });
    expect(await store('store: none')).toMatchObject({ kind: 'none' });
    expect(await store('store: {}')).toMatchObject({ kind: 'folder', path: '.interform' });
  });

  it('keeps no values in a pipeline that does not ask for them', async () => {
    const env = { CI: 'true' };
    expect(await store('', { env })).toMatchObject({ keep_values: false });
    expect(await store('store: { keep_values: true }', { env })).toMatchObject({ keep_values: true });
    expect(await store('store: { keep_values: false }')).toMatchObject({ keep_values: false });
    expect(await store('', { env: { CI: '' } })).toMatchObject({ keep_values: true });
  });

  it.each([
    ['{ path: .interform, keep: 30d }', '{ url_env: ACME_STORE }', { kind: 'redis', url_env: 'ACME_STORE' }],
    ['{ url_env: ACME_STORE, keep: 30d }', '{ path: var }', { kind: 'folder', path: 'var' }],
    ['{ url_env: ACME_STORE, keep: 30d }', '{ index_lag: 1m }', { kind: 'redis', index_lag: 60_000 }],
  ])('%s under %s keeps the rest', async (below, above, expected) => {
    const text = `store: ${below}\nenvironments: { production: { store: ${above} } }\n`;
    expect(await store(text, { environment: 'production' })).toMatchObject({
      ...expected,
      keep: 30 * 24 * HOUR,
    });
  });

  it('is none in an environment that says so, and another where none is said for all', async () => {
    const text = (below: string, above: string) =>
      `store: ${below}\nenvironments: { production: { store: ${above} } }\n`;
    const given = { environment: 'production' };
    expect(await store(text('{ path: var }', 'none'), given)).toMatchObject({ kind: 'none' });
    expect(await store(text('none', '{ keep: 30d }'), given)).toMatchObject({
      kind: 'folder',
      path: '.interform',
    });
  });

  it.each([
    [
      'store: { pth: x }',
      'interform.yaml:3:10 unknown-key: unknown key pth in store (did you mean "path"?) = keys here are path, url_env, index_lag, keep_values, keep',
    ],
    [
      'store: { url: redis://:canary@x }',
      'interform.yaml:3:10 refused-key: url cannot stand here = a URL with a password never stands in a file: name the environment variable that holds it with url_env',
    ],
    [
      'store: { url_env: "redis://:canary@x" }',
      'interform.yaml:3:19 invalid-value: store.url_env must be the name of an environment variable = name the variable, such as INTERFORM_STORE_URL; the URL itself never stands in a file',
    ],
    [
      'store: redis',
      'interform.yaml:3:8 invalid-value: store must be a map or none ("redis") = write { path: .interform }, { url_env: INTERFORM_STORE_URL } or none',
    ],
    [
      'store: []',
      'interform.yaml:3:8 wrong-type: store must be text or a map (this is a list) = write { path: .interform }, { url_env: INTERFORM_STORE_URL } or none',
    ],
    [
      'store: { keep: 90 }',
      'interform.yaml:3:16 invalid-value: store.keep must be a duration ("90") = write a number and a unit: ms, s, m, h, d or w, such as 90s, 5m or 90d',
    ],
    [
      'store: { index_lag: -5m }',
      'interform.yaml:3:21 invalid-value: store.index_lag must be a duration ("-5m") = write a number and a unit: ms, s, m, h, d or w, such as 90s, 5m or 90d',
    ],
    [
      'store: { keep_values: yes }',
      'interform.yaml:3:23 wrong-type: store.keep_values must be true or false (this is the text "yes") = write true',
    ],
    [
      'store: { path: a, url_env: ACME_STORE }',
      'interform.yaml:3:28 store-two-places: the store has both path and url_env (it is kept in one place) = take one of them out',
    ],
    [
      'store: { path: ../x }',
      'interform.yaml:3:16 store-outside: the store is outside the project folder (../x) = name a folder inside the project, such as .interform',
    ],
    [
      'store: { path: /var/x }',
      'interform.yaml:3:16 store-outside: the store is outside the project folder (/var/x) = name a folder inside the project, such as .interform',
    ],
    [
      'store: { path: a/.. }',
      'interform.yaml:3:16 store-outside: the store cannot be the project folder itself (.) = name a folder inside the project, such as .interform',
    ],
    [
      'recheck: all',
      'interform.yaml:3:10 not-one-of: recheck is not one of its values ("all") = one of batch, each',
    ],
  ])('%s is refused with its place', async (text, finding) => {
    expect(await findings(`${HEAD}${text}\n`)).toEqual([finding]);
  });

  it.each([
    ['.interform', { '.interform': { link: '/home/ada' }, '/home/ada/x': '' }],
    ['var/interform', { var: { link: '../elsewhere' }, '/elsewhere/x': '' }],
  ])('is refused where a link leads out: %s', async (path, files) => {
    const { diagnostics } = await projectIn({
      'interform.yaml': `${HEAD}store: { path: ${path} }\n`,
      ...files,
    });
    expect(diagnostics).toMatchObject([
      { code: 'store-outside', detail: `${path} is reached through a link that leads out` },
    ]);
    const without = await projectIn(path === '.interform' ? files : {});
    expect(without.diagnostics).toHaveLength(path === '.interform' ? 1 : 0);
  });

  it('may be reached through a link that stays inside', async () => {
    const files = { 'data/x': '', var: { link: 'data' } };
    const { diagnostics } = await projectIn({
      'interform.yaml': `${HEAD}store: { path: var/interform }\n`,
      ...files,
    });
    expect(diagnostics).toEqual([]);
  });
});

describe('recheck', () => {
  it('is what the file or the environment says, else left to the plan', async () => {
    const recheck = async (text: string, given = {}) =>
      (await projectIn({ 'interform.yaml': `${HEAD}${text}` }, given)).project?.recheck;
    expect(await recheck('')).toBeUndefined();
    expect(await recheck('recheck: batch')).toBe('batch');
    const both = 'recheck: batch\nenvironments: { production: { recheck: each } }\n';
    expect(await recheck(both, { environment: 'production' })).toBe('each');
  });
});
