import { posix } from 'node:path';
import { decodeText } from '../types/decode-text.ts';
import type { Report } from '../types/diagnostic.ts';
import { type Files, isWithin } from '../types/files.ts';
import { isJsonObject, type JsonObject } from '../types/json.ts';
import { nearest } from '../types/nearest.ts';
import type { Place } from '../types/place.ts';
import { isTimezone } from '../types/time-zone.ts';
import { checkApiVersion } from './check-document.ts';
import { PROJECT_FILE } from './discover.ts';
import { parseYaml } from './parse-yaml.ts';
import { readTree } from './read-tree.ts';
import { schemaFindings } from './schema-findings.ts';
import type { Schemas } from './schemas.ts';
import { readYamlFile } from './yaml-file.ts';
import type { Path, YamlTree } from './yaml-tree.ts';

/** The project file as written, after its schema check. */
export interface ProjectFile {
  readonly text: string;
  readonly data: JsonObject;
  place(path: Path): Place;
}

interface Reading {
  readonly folder: string;
  readonly files: Files;
  readonly schemas: Schemas;
  readonly report: Report;
}

/** Reads interform.yaml. Undefined where there is none, or where it cannot be used, which is reported. */
export async function readProjectFile({
  folder,
  files,
  schemas,
  report,
}: Reading): Promise<ProjectFile | undefined> {
  const path = posix.join(folder, PROJECT_FILE);
  const [root, real] = [await files.resolve(folder), await files.resolve(path)];
  if (root !== undefined && real !== undefined && !isWithin(root, real)) {
    // The link is not followed: a pull request could bring it, and messages would show the content of its target.
    report({
      code: 'project-outside',
      severity: 'error',
      summary: `${PROJECT_FILE} is a link that leads out of the project folder`,
      detail: 'what is outside is not read, links included',
      help: 'put the file itself here, or name its folder with -C',
    });
    return undefined;
  }
  const bytes = await readYamlFile(path, files, 'it holds settings only: move all else into manifests');
  if (bytes === undefined) {
    await checkName(folder, files, report);
    return undefined;
  }
  if (!(bytes instanceof Uint8Array)) {
    report({ ...bytes, file: PROJECT_FILE });
    return undefined;
  }
  const decoded = decodeText(bytes, PROJECT_FILE);
  if ('diagnostic' in decoded) {
    report(decoded.diagnostic);
    return undefined;
  }
  const { text } = decoded;
  const { trees, diagnostics } = parseYaml(PROJECT_FILE, text);
  for (const diagnostic of diagnostics) report(diagnostic);
  const [tree, second] = trees;
  if (second !== undefined) {
    report({
      code: 'several-projects',
      severity: 'error',
      summary: 'the project file holds more than one document',
      help: `move manifests to a file in the manifest folder, migrations by default`,
      ...second.place([]),
    });
  }
  if (tree === undefined) {
    if (diagnostics.length === 0) report(emptyFile());
    return undefined;
  }
  const data = await checkProject(tree, schemas, report);
  return data === undefined ? undefined : { text, data, place: (path) => tree.place(path) };
}

async function checkProject(
  tree: YamlTree,
  schemas: Schemas,
  report: Report,
): Promise<JsonObject | undefined> {
  const schema = await schemas.project();
  const data = readTree(tree, { position: schema.position, variables: undefined, report });
  if (data === undefined) return undefined;
  if (isJsonObject(data)) checkApiVersion(tree, data['apiVersion'], report);
  const violations = schema.violations(data).filter(
    ({ instancePath, keyword, params }) =>
      // checkApiVersion has reported this.
      instancePath !== '/apiVersion' &&
      !(keyword === 'required' && params['missingProperty'] === 'apiVersion'),
  );
  for (const finding of schemaFindings(violations, tree)) report(finding);
  if (!isJsonObject(data)) return undefined;
  checkTimezones(data, tree, report);
  return data;
}

function checkTimezones(data: JsonObject, tree: YamlTree, report: Report): void {
  const environments = isJsonObject(data['environments']) ? data['environments'] : {};
  const holders: [Path, unknown][] = [[[], data]];
  for (const [name, overlay] of Object.entries(environments)) holders.push([['environments', name], overlay]);
  for (const [path, settings] of holders) {
    // The cast holds: parts of the file's data are JSON.
    const holder = settings as JsonObject;
    const workspace = isJsonObject(holder) ? holder['workspace'] : undefined;
    const zone = isJsonObject(workspace) ? workspace['timezone'] : undefined;
    if (typeof zone !== 'string' || isTimezone(zone)) continue;
    const near = nearest(zone, Intl.supportedValuesOf('timeZone'));
    report({
      code: 'unknown-timezone',
      severity: 'error',
      summary: `${JSON.stringify(zone)} is no timezone`,
      ...(near === undefined ? {} : { detail: `did you mean "${near}"?` }),
      help: 'write an IANA name such as Europe/Dublin or UTC',
      ...tree.place([...path, 'workspace', 'timezone']),
    });
  }
}

async function checkName(folder: string, files: Files, report: Report): Promise<void> {
  const entries = (await files.list(folder)) ?? [];
  const own = entries.find(({ name }) => name === PROJECT_FILE);
  if (own !== undefined) {
    // An error, since without the pinned workspace id and the guards of the file the defaults would apply.
    report({
      code: 'file-error',
      severity: 'error',
      summary: 'the project file cannot be read',
      detail: own.link ? 'its link leads to no file' : 'it is a folder',
      help: 'make it a file, or remove it: defaults apply without one',
      file: PROJECT_FILE,
    });
    return;
  }
  const near = entries.find(({ name }) => /^interform\.ya?ml$/i.test(name) && name !== PROJECT_FILE);
  if (near === undefined) return;
  report({
    code: 'project-file-name',
    severity: 'error',
    summary: `the project file must be called ${PROJECT_FILE}`,
    help: `mv ${near.name} ${PROJECT_FILE}`,
    file: near.name,
  });
}

function emptyFile() {
  return {
    code: 'empty-project',
    severity: 'error',
    summary: 'the project file is empty',
    help: 'begin with apiVersion: interform/v1 and kind: Project, or remove it: defaults apply without one',
    file: PROJECT_FILE,
  } as const;
}
