import { lstat } from 'node:fs/promises';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import { PROJECT_FILE } from '../manifest/discover.ts';
import { DEFAULT_TOKEN_NAMES, TOKEN_FD } from '../manifest/token.ts';
import { diskFiles } from '../sources/index.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { Region } from '../types/project.ts';
import { groupDiagnostics, hasErrors } from './group-diagnostics.ts';
import { defaultBranch } from './init-branch.ts';
import { type CiSystem, ciFiles, GITLAB_ROOT, missingInclude } from './init-ci/index.ts';
import { EDITOR_EXTENSIONS, EDITOR_SETTINGS, editorFiles, missingInEditorFiles } from './init-editor.ts';
import { NEW_PROJECT, readPresent } from './init-present.ts';
import { firstManifestText, type InitEnvironment, ignoreText, projectText } from './init-texts.ts';
import { pinnedWorkspace } from './init-workspace.ts';
import type { Ports } from './options.ts';
import { ownIntegrity, toolVersion } from './package.ts';
import { writeFiles } from './write-files.ts';

const INIT_FORMAT = 'interform-init/1';

export interface InitOptions {
  /** Absolute path of the project folder. */
  readonly folder: string;
  /** The folder as the user typed it; absent for the working folder. */
  readonly named?: string;
  /** Environment name → workspace id; '' is the name in a project without environments. */
  readonly workspaceIds: ReadonlyMap<string, string>;
  readonly region?: Region;
  readonly environments: readonly string[];
  readonly ci: CiSystem;
  readonly baseUrl?: string;
}

export interface InitDocument {
  readonly format: typeof INIT_FORMAT;
  readonly exit: number;
  /** Paths relative to the folder. */
  readonly files: readonly { readonly file: string; readonly action: 'created' | 'extended' | 'exists' }[];
  readonly workspaces: readonly {
    readonly environment: string | null;
    readonly id: string | null;
    readonly name: string | null;
    readonly region: string | null;
    readonly token_env: string;
  }[];
  readonly next: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Creates a project in an empty folder, or beside existing files. No file is overwritten; missing entries are added to
 * `.gitignore`.
 */
export async function init(
  options: InitOptions,
  ports: Ports,
): Promise<{
  readonly document?: InitDocument;
  readonly exit: number;
  readonly diagnostics: readonly Diagnostic[];
}> {
  const diagnostics: Diagnostic[] = flagFindings(options, ports.env);
  if (hasErrors(diagnostics)) return { exit: 1, diagnostics };
  const asked = options.environments.length === 0 ? [''] : options.environments;
  const environments: InitEnvironment[] = [];
  for (const name of asked) {
    const token_env = name === '' ? DEFAULT_TOKEN_NAMES[0] : tokenEnvOf(name);
    const pinned = await pinnedWorkspace(name, token_env, options, ports, diagnostics);
    environments.push({ name, token_env, ...pinned });
  }
  if (hasErrors(diagnostics)) return { exit: 1, diagnostics: groupDiagnostics(diagnostics) };

  const [only] = environments;
  const named = environments.filter(({ name }) => name !== '');
  const present = await readPresent(options.folder);
  const { manifests, environments: declared, token_env } = present ?? NEW_PROJECT;
  const texts = new Map<string, string>([
    [PROJECT_FILE, projectText({ workspace: only ?? {}, environments: named })],
  ]);
  if (manifests.includes('migrations')) texts.set('migrations/0001-attributes.yaml', firstManifestText());
  for (const [file, text] of editorFiles(manifests)) texts.set(file, text);
  const repository = await repositoryOf(options.folder);
  const project = repository === undefined ? '' : relative(repository, options.folder).split(sep).join('/');
  const integrity = await ownIntegrity();
  const pipeline = ciFiles(options.ci, {
    version: await toolVersion(),
    ...(integrity === undefined ? {} : { integrity }),
    environments: named.length > 0 ? named : declared,
    tokenEnv: token_env,
    manifests,
    project,
    branch: repository === undefined ? 'main' : await defaultBranch(repository),
  });
  const inProject = (file: string) => posix.join(posix.relative(project, ''), file);
  for (const [file, text] of pipeline) texts.set(inProject(file), text);
  const files = await write(options.folder, texts);
  const others = new Map<string, string>();
  for (const { file, action } of files) {
    if (action === 'exists' && (file === EDITOR_SETTINGS || file === EDITOR_EXTENSIONS))
      others.set(file, await textOf(join(options.folder, file)));
  }
  const root = inProject(GITLAB_ROOT);
  const isOthers = files.some(({ file, action }) => file === root && action === 'exists');
  const include = isOthers ? missingInclude(await textOf(join(options.folder, root)), project) : undefined;
  const document: InitDocument = {
    format: INIT_FORMAT,
    exit: 0,
    files,
    workspaces: environments.map(({ name, id, title, region, token_env }) => ({
      environment: name === '' ? null : name,
      id: id ?? null,
      name: title ?? null,
      region: region ?? null,
      token_env,
    })),
    next: [
      ...nextSteps(environments, options, [...pipeline.keys()].map(inProject)),
      ...(include === undefined ? [] : [`add to ${root}: ${include}`]),
      ...missingInEditorFiles(others, manifests),
    ],
    diagnostics: groupDiagnostics(diagnostics),
  };
  return { document, exit: 0, diagnostics: document.diagnostics };
}

/** The root of the repository that contains a folder. Pipelines are only read there. */
async function repositoryOf(folder: string): Promise<string | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    const found = await lstat(join(at, '.git')).catch(() => undefined);
    if (found !== undefined) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** `staging-eu` → `INTERCOM_STAGING_EU_TOKEN`. */
function tokenEnvOf(environment: string): string {
  return `INTERCOM_${environment.toUpperCase().replace(/[^A-Z0-9]/g, '_')}_TOKEN`;
}

function flagFindings({ environments, workspaceIds }: InitOptions, env: Ports['env']): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const refuse = (summary: string, help: string) =>
    findings.push({ code: 'bad-flag-value', severity: 'error', summary, help });
  for (const name of environments) {
    if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(name))
      refuse(`--env ${JSON.stringify(name)} is no name`, 'use letters, digits, - and _, such as staging');
  }
  if (new Set(environments.map(tokenEnvOf)).size < environments.length)
    refuse('two environments have the same name', 'name each once; case, - and _ do not tell them apart');
  if (environments.length > 1 && env[TOKEN_FD] !== undefined)
    findings.push({
      code: 'bad-token-fd',
      severity: 'error',
      summary: 'one token of --token-fd would pin the same workspace for every environment',
      help: `leave it out and set ${environments.map(tokenEnvOf).join(' and ')}, or start with one --env`,
    });
  for (const name of workspaceIds.keys()) {
    if (name === '' && environments.length > 0)
      refuse(
        '--workspace-id does not say of which environment',
        `write --workspace-id ${environments[0]}=ID`,
      );
    else if (name !== '' && !environments.includes(name))
      refuse(`--workspace-id names ${name}, which is no environment`, `add --env ${name}`);
  }
  return findings;
}

async function write(folder: string, texts: ReadonlyMap<string, string>): Promise<InitDocument['files']> {
  const files: { file: string; action: 'created' | 'extended' | 'exists' }[] = [];
  const wanted = new Map<string, string>();
  for (const [file, text] of texts) {
    const exists = await isThere(folder, file);
    files.push({ file, action: exists ? 'exists' : 'created' });
    if (!exists) wanted.set(join(folder, file), text);
  }
  const bytes = await diskFiles.read(join(folder, '.gitignore'));
  const before = bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  const after = ignoreText(before);
  if (after !== before) wanted.set(join(folder, '.gitignore'), after);
  const extended = before === undefined ? 'created' : 'extended';
  files.push({ file: '.gitignore', action: after === before ? 'exists' : extended });
  await writeFiles(wanted);
  return files;
}

async function textOf(file: string): Promise<string> {
  return new TextDecoder().decode(await diskFiles.read(file));
}

/** Whether the file exists. The first manifest also counts as existing if the folder has any other manifest. */
async function isThere(folder: string, file: string): Promise<boolean> {
  const path = resolve(folder, file).split(sep).join('/');
  if ((await diskFiles.resolve(path)) !== undefined) return true;
  if (!file.startsWith('migrations/')) return false;
  const entries = (await diskFiles.list(resolve(folder, 'migrations').split(sep).join('/'))) ?? [];
  return entries.some(({ name }) => /\.ya?ml$/i.test(name));
}

function nextSteps(
  environments: readonly InitEnvironment[],
  { ci, named }: InitOptions,
  pipeline: readonly string[],
): readonly string[] {
  const unpinned = environments.filter(({ id }) => id === undefined);
  const [first] = environments;
  return [
    ...(named === undefined ? [] : [`cd ${shellWord(named)}    # all files and commands are from there`]),
    ...(unpinned.length === 0
      ? []
      : [
          `set ${unpinned.map(({ token_env }) => token_env).join(' and ')}, then pin what interform doctor names`,
        ]),
    `interform pull${first === undefined || first.name === '' ? '' : ` --env ${first.name}`}    # what is live, as manifests`,
    'interform plan    # empty: the manifests say what is live',
    ...pipeline
      .slice(0, 1)
      .map(
        (file) =>
          `${ci === 'github' ? 'add the environments and secrets' : 'add the variables'} that ${file} names, and commit`,
      ),
  ];
}

function shellWord(text: string): string {
  return /^[\w./+-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
