import { kinds } from '../kinds/index.ts';
import { tokenOf } from '../manifest/index.ts';
import { DEFAULT_TOKEN_NAMES, TOKEN_FD } from '../manifest/token.ts';
import { type PersonalFields, personalFields, personalValuesOf } from '../render/mask/personal-fields.ts';
import type { Declaration, ManifestDocument } from '../types/declaration.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { PlanDocument } from '../types/plan.ts';
import type { Project } from '../types/project.ts';
import type { SourceText } from '../types/source-text.ts';
import { openProject } from './load.ts';
import type { Loaded } from './loaded.ts';
import type { PlanningOptions, Ports } from './options.ts';

/** What masking needs to know about a project (design 6.3). */
export interface Masking {
  /** The value of the variable that `mask_key_env` names, else the token; undefined where there is neither. */
  readonly key: string | undefined;
  /**
   * Only the value of the variable that `mask_key_env` names. Receipts are keyed with it, and never with a token, because plan
   * and apply use different tokens.
   */
  readonly secret?: string | undefined;
  /** Addresses of attributes that are declared sensitive, sorted. */
  readonly sensitive: readonly string[];
  /** Names and sensitive values in manifests and rows, which findings may quote. Read only where a finding is shown masked. */
  readonly values?: () => Iterable<string> | AsyncIterable<string>;
}

/** Manifests that were read; they may have errors. */
interface Read {
  readonly project: Project | undefined;
  readonly env: Ports['env'];
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: SourceText;
}

/** For manifests whose declarations are known. */
export function maskingOf(
  read: Read & {
    readonly declared: ReadonlyMap<string, readonly Declaration[]>;
    readonly streamed?: Loaded['streamed'] | undefined;
  },
): Masking {
  const sensitive = [...new Set([...sensitiveAddresses(read.declared), ...sensitiveInWrong(read)])].sort();
  return {
    ...maskKeysOf(read.project, read.env),
    sensitive,
    values: () => valuesOf(read, sensitive),
  };
}

/** Streamed contacts are read again for this. */
async function* valuesOf(
  { declared, streamed }: Parameters<typeof maskingOf>[0],
  sensitive: readonly string[],
): AsyncGenerator<string> {
  const fields = personalFields(sensitive);
  for (const declarations of declared.values()) yield* personalValues(declarations, fields);
  for await (const batch of streamed?.declarations() ?? []) yield* personalValues(batch, fields);
}

/** For manifests that were read, but whose contacts were not. */
export function maskingOfDocuments(
  read: Read & { readonly documents: readonly ManifestDocument[] },
): Masking {
  const sensitive = new Set([...sensitiveIn(read.documents), ...sensitiveInWrong(read)]);
  return { ...maskKeysOf(read.project, read.env), sensitive: [...sensitive].sort() };
}

/** For commands that read no manifests. */
export function maskingOfProject(project: Project | undefined, env: Ports['env']): Masking {
  return { ...maskKeysOf(project, env), sensitive: [] };
}

/** For a plan from a file. If the project cannot be read, the token in the environment is the key. */
export async function maskingForPlan(
  plan: PlanDocument,
  options: Pick<PlanningOptions, 'project' | 'environment'>,
  ports: Ports,
): Promise<Masking> {
  const environment = options.environment ?? plan.environment ?? undefined;
  const opened = await openProject(
    {
      project: options.project,
      variables: new Map(),
      ...(environment === undefined ? {} : { environment }),
    },
    ports,
  );
  const sensitive = plan.sensitive ?? [];
  const values = () => plannedValues(plan, sensitive);
  return { ...maskKeysOf(opened.project, opened.env), sensitive, values };
}

/** The keys of masked values and of receipts. */
export function maskKeysOf(project: Project | undefined, env: Ports['env']): Pick<Masking, 'key' | 'secret'> {
  return { key: maskKey(project, env), secret: maskSecret(project, env) };
}

function maskSecret(project: Project | undefined, env: Ports['env']): string | undefined {
  const secret = project?.mask_key_env === undefined ? undefined : env[project.mask_key_env]?.trim();
  return secret === '' ? undefined : secret;
}

/** The key of masked values. Without a project it is the token that would be used then. */
export function maskKey(project: Project | undefined, env: Ports['env']): string | undefined {
  const secret = maskSecret(project, env);
  if (secret !== undefined) return secret;
  if (project !== undefined) {
    const token = tokenOf(project, env);
    return 'token' in token ? token.token : undefined;
  }
  return [TOKEN_FD, ...DEFAULT_TOKEN_NAMES]
    .map((name) => env[name]?.trim())
    .find((token) => token !== undefined && token !== '');
}

/** Addresses of everything declared sensitive, sorted by code units. */
export function sensitiveAddresses(declared: ReadonlyMap<string, readonly Declaration[]>): readonly string[] {
  return kinds
    .flatMap(({ name, personal }) => [
      ...(personal?.sensitive?.inDeclarations(declared.get(name) ?? []) ?? []),
    ])
    .sort();
}

/** Includes what an earlier version declares sensitive and a later one no longer does: the files still contain the values. */
function* sensitiveIn(documents: readonly ManifestDocument[]): Generator<string> {
  for (const { manifest, personal } of kinds) {
    const own = documents.filter(({ kind }) => kind === manifest);
    yield* personal?.sensitive?.inDocuments(own) ?? [];
  }
}

/** A manifest with an error declares nothing. But findings in other manifests may show values that it calls sensitive. */
function* sensitiveInWrong({ diagnostics, sources }: Read): Generator<string> {
  const wrong = new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ file }) => file));
  for (const file of wrong) {
    const text = file === undefined ? undefined : sources(file);
    if (text === undefined) continue;
    for (const { personal } of kinds) yield* personal?.sensitive?.inText(text) ?? [];
  }
}

function* plannedValues(plan: PlanDocument, sensitive: readonly string[]): Generator<string> {
  const fields = personalFields(sensitive);
  for (const change of plan.changes) yield* personalValuesOf(change, fields);
}

function* personalValues(declarations: Iterable<Declaration>, fields: PersonalFields): Generator<string> {
  for (const { kind, cells } of declarations) {
    for (const [path, { value }] of cells) {
      if (typeof value === 'string' && fields.has(kind, path)) yield value;
    }
  }
}
