import { resolve, sep } from 'node:path';
import { givenVariables, loadManifests, readProjectFile } from '../manifest/index.ts';
import type { LoadedManifests } from '../manifest/load-manifests.ts';
import type { LoadedProjectFile } from '../manifest/load-project.ts';
import { diskFiles } from '../sources/index.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject } from '../types/json.ts';
import { nearest } from '../types/nearest.ts';
import type { Project } from '../types/project.ts';
import { schemas } from './declare.ts';
import type { PlanningOptions, Ports } from './options.ts';

interface Validating {
  readonly project: Project;
  readonly manifests: LoadedManifests;
  readonly options: PlanningOptions;
  /** Opens the same project with other options. */
  readonly open: (options: PlanningOptions) => Promise<Pick<LoadedProjectFile, 'project' | 'diagnostics'>>;
  /** Environment variables, with those of `.env`. */
  readonly env: Ports['env'];
}

/** Mistakes in variables that do not show when the manifests are read in this environment. */
export async function variableFindings(validating: Validating): Promise<readonly Diagnostic[]> {
  const { options } = validating;
  const folder = resolve(options.project).split(sep).join('/');
  const file = await readProjectFile({ folder, files: diskFiles, schemas: schemas(), report: () => {} });
  const environments = objectOf(file?.data['environments']);
  const declared = new Set(
    [file?.data, ...Object.values(environments)].flatMap((settings) =>
      Object.keys(objectOf(objectOf(settings)['variables'])),
    ),
  );
  const texts = [...validating.manifests.texts.values(), ...(file === undefined ? [] : [file.text])];
  return [
    ...unusedVariables(validating, declared, texts),
    ...(await missingElsewhere(validating, Object.keys(environments))),
  ];
}

/** Variables that are set and never used: a misspelt name in a pipeline would silently leave the default in force. */
function unusedVariables(
  { options, env }: Validating,
  declared: ReadonlySet<string>,
  texts: readonly string[],
): readonly Diagnostic[] {
  const used = new Set(
    texts.flatMap((text) => [...text.matchAll(/\$\{\s*var\.([^}\s]+)\s*\}/g)].map((match) => match[1] ?? '')),
  );
  const known = [...new Set([...declared, ...used])].filter((name) => name !== 'env');
  return givenVariables({ env, flags: options.variables })
    .filter(({ names }) => !names.some((name) => known.includes(name) || name === 'env'))
    .map(({ from, names }) => {
      const near = nearest(names.at(-1) ?? '', known);
      return {
        code: 'unused-variable',
        severity: 'warning',
        summary: `${from} sets a variable that nothing declares or uses`,
        ...(near === undefined ? {} : { detail: `did you mean ${JSON.stringify(near)}?` }),
        help: 'correct the name, or take it out',
      } as const;
    });
}

/** Codes of findings that are about variables of an environment. */
const ABOUT_VARIABLES: ReadonlySet<string> = new Set(['unknown-variable', 'unclosed-variable']);

/** Variables that other environments lack, although the same manifests use them. */
async function missingElsewhere(
  { project, manifests, options, open }: Validating,
  environments: readonly string[],
): Promise<readonly Diagnostic[]> {
  const known = new Set(manifests.diagnostics.map(placed));
  const found: Diagnostic[] = [];
  for (const environment of environments) {
    if (environment === project.environment) continue;
    const there = { ...options, environment };
    const opened = await open(there);
    // --var may set a variable that only this environment declares.
    const { project: other, diagnostics } =
      opened.project === undefined ? await open({ ...there, variables: new Map() }) : opened;
    const read =
      other === undefined || isReadAlike(project, other)
        ? []
        : (await loadManifests({ project: other, files: diskFiles, schemas: schemas(), to: options.to }))
            .diagnostics;
    const missing = [...diagnostics, ...read].filter(
      (finding) => ABOUT_VARIABLES.has(finding.code) && !known.has(placed(finding)),
    );
    found.push(...joined(missing, environment));
  }
  return found;
}

/** Whether the other environment has all variables of this one, and the same manifests. */
function isReadAlike(here: Project, there: Project): boolean {
  return (
    [...here.variables.keys()].every((name) => there.variables.has(name)) &&
    here.manifests.join('\n') === there.manifests.join('\n')
  );
}

function placed({ code, file, line, column, summary }: Diagnostic): string {
  return JSON.stringify([code, file, line, column, summary]);
}

/** One finding for each missing variable of an environment, at its first use. */
function joined(missing: readonly Diagnostic[], environment: string): readonly Diagnostic[] {
  const groups = new Map<string, Diagnostic[]>();
  for (const finding of missing) {
    const group = groups.get(finding.summary);
    if (group === undefined) groups.set(finding.summary, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { file, line, column } = first;
    const others = group.slice(1, 4).map((other) => `${other.file}:${other.line}`);
    const more = group.length - 1 - others.length;
    return {
      code: 'variable-elsewhere',
      severity: 'warning',
      summary: `in environment ${environment} ${first.summary}`,
      ...(others.length === 0
        ? {}
        : { detail: `also at ${others.join(', ')}${more > 0 ? ` and ${more} more` : ''}` }),
      help: `declare it under environments: ${environment}: variables: in interform.yaml, or under variables: for all`,
      ...(file === undefined ? {} : { file }),
      ...(line === undefined ? {} : { line }),
      ...(column === undefined ? {} : { column }),
    } as const;
  });
}

function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
