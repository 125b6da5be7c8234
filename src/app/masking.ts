import { kinds } from '../kinds/index.ts';
import { tokenOf } from '../manifest/index.ts';
import { DEFAULT_TOKEN_NAMES, TOKEN_FD } from '../manifest/token.ts';
import { type PersonalFields, personalFields, personalValuesOf } from '../render/mask/personal-fields.ts';
import type { Declaration, ManifestDocument } from '../types/declaration.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { PlanDocument } from '../types/plan.ts';
import type { Project } from '../types/project.ts';
import { openProject } from './load.ts';
import type { Loaded, SourceText } from './loaded.ts';
import type { PlanningOptions, Ports } from './options.ts';

/** What masking needs to know of a project (design 6.3). */
export interface Masking {
  /** The value of `mask_key_env`'s variable, else the token; undefined where there is neither. */
  readonly key: string | undefined;
  /** The value of `mask_key_env`'s variable alone: tokens of plan and apply differ, so receipts are not keyed with them. */
  readonly secret?: string | undefined;
  /** Addresses of the attributes that manifests declare sensitive, in order. */
  readonly sensitive: readonly string[];
  /** Names and sensitive values that the manifests and their rows hold: findings may repeat them. Read only where one is shown masked. */
  readonly values?: () => Iterable<string> | AsyncIterable<string>;
}

/** What was read of manifests, whether or not it is right. */
interface Read {
  readonly project: Project | undefined;
  readonly env: Ports['env'];
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: SourceText;
}

/** For manifests that were declared. */
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

/** People who are not held are read again. */
async function* valuesOf(
  { declared, streamed }: Parameters<typeof maskingOf>[0],
  sensitive: readonly string[],
): AsyncGenerator<string> {
  const fields = personalFields(sensitive);
  for (const declarations of declared.values()) yield* personalValues(declarations, fields);
  for await (const batch of streamed?.declarations() ?? []) yield* personalValues(batch, fields);
}

/** For manifests that were read, but not for what they declare of people. */
export function maskingOfDocuments(
  read: Read & { readonly documents: readonly ManifestDocument[] },
): Masking {
  const sensitive = new Set([...sensitiveIn(read.documents), ...sensitiveInWrong(read)]);
  return { ...maskKeysOf(read.project, read.env), sensitive: [...sensitive].sort() };
}

/** Where no manifest is read. */
export function maskingOfProject(project: Project | undefined, env: Ports['env']): Masking {
  return { ...maskKeysOf(project, env), sensitive: [] };
}

/** For a plan from a file; a project that cannot be read gives no key, and the token of the environment counts. */
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

/** What masked values and receipts are keyed with. */
export function maskKeysOf(project: Project | undefined, env: Ports['env']): Pick<Masking, 'key' | 'secret'> {
  return { key: maskKey(project, env), secret: maskSecret(project, env) };
}

function maskSecret(project: Project | undefined, env: Ports['env']): string | undefined {
  const secret = project?.mask_key_env === undefined ? undefined : env[project.mask_key_env]?.trim();
  return secret === '' ? undefined : secret;
}

/** Where there is no project to ask: the token that would be used without one. */
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

/** Addresses of what is declared sensitive, in code unit order. */
export function sensitiveAddresses(declared: ReadonlyMap<string, readonly Declaration[]>): readonly string[] {
  return kinds
    .flatMap(({ name, personal }) =>
      (declared.get(name) ?? []).filter((one) => personal?.sensitive?.isSensitive(one)),
    )
    .map(({ address }) => address)
    .sort();
}

/** A version that takes `sensitive` off again does not make what stands in the files less so. */
function* sensitiveIn(documents: readonly ManifestDocument[]): Generator<string> {
  for (const document of documents) {
    const { personal } = kinds.find(({ manifest }) => manifest === document.kind) ?? {};
    yield* personal?.sensitive?.inDocument(document) ?? [];
  }
}

/** A manifest with an error declares nothing, yet findings in others show values of what it says is sensitive. */
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
