import type { ErrorObject } from 'ajv';
import type { ManifestDocument } from '../types/declaration.ts';
import type { Diagnostic, Report } from '../types/diagnostic.ts';
import { isJsonObject, type Json } from '../types/json.ts';
import { nearest } from '../types/nearest.ts';
import { overlooked } from '../types/overlooked.ts';
import type { Project } from '../types/project.ts';
import { insideTypographicQuotes } from '../types/typographic-quotes.ts';
import { manifestDocument } from './manifest-document.ts';
import { Mending } from './mend-tree.ts';
import { pointerOf } from './path-text.ts';
import { readTree } from './read-tree.ts';
import { byPlaceInFile, schemaFindings } from './schema-findings.ts';
import { SchemaPosition } from './schema-position.ts';
import type { Schemas } from './schemas.ts';
import type { Path, YamlTree } from './yaml-tree.ts';

const API_VERSION = 'interform/v1';

interface Context {
  readonly project: Project;
  readonly schemas: Schemas;
  readonly version: number | null;
  /** The manifest folder that the document belongs to. */
  readonly folder: string;
  readonly report: Report;
  /** Decides whether the errors of a document are reported as warnings. */
  readonly overlooks?: ((document: ManifestDocument) => boolean) | undefined;
}

/**
 * Reads one YAML document as a manifest and reports everything that is wrong with it. Parts that are wrong are left out of the
 * result, so that later checks can go on with the rest; undefined where nothing would be left.
 *
 *     header (which kind?) → values by the kind's schema, variables filled in → schema check → mended, and once more
 */
export async function checkDocument(tree: YamlTree, context: Context): Promise<ManifestDocument | undefined> {
  const { project, schemas, version, folder, report, overlooks } = context;
  const variables = { values: project.variables, environment: project.environment };
  const position = new SchemaPosition(HEADER);
  const header = readTree(tree, { position, variables, report: () => {} });
  const kind = checkHeader(tree, header, { schemas, report });
  const loading = kind === undefined ? undefined : schemas.manifest(kind);
  if (kind === undefined || loading === undefined) return undefined;
  const schema = await loading;
  const mending = new Mending(tree);
  const findings: Diagnostic[] = [];
  const wrong = new Set<string>();
  let unplaced = 0;
  let document: ManifestDocument | undefined;
  for (let round = 0; round < MAX_ROUNDS && document === undefined; round++) {
    const unfilled: Path[] = [];
    const data = readTree(tree, {
      position: schema.position,
      variables,
      report(diagnostic) {
        findings.push(diagnostic);
        unplaced++;
      },
      unfilled: (path) => unfilled.push(path),
    });
    for (const [key] of unfilled) wrong.add(String(key ?? ''));
    if (unplaced > unfilled.length) wrong.add('');
    unplaced = 0;
    if (!isJsonObject(data)) break;
    // Do not check text whose variable is not filled in: that is reported already.
    const left = new Set(unfilled.map((path) => pointerOf(path)));
    const violations = schema
      .violations(data)
      .filter((violation) => !isOfHeader(violation) && !left.has(violation.instancePath));
    const told = round === 0 ? violations : violations.filter((one) => mending.isOwn(one));
    findings.push(...schemaFindings(told, tree));
    for (const violation of told) wrong.add(keyOf(violation));
    if (violations.length === 0 && unfilled.length === 0) {
      document = manifestDocument(tree, {
        kind,
        version,
        folder,
        folderOwner: project.owners.get(folder),
        data,
        isPartial: (path) => mending.isPartial(path),
      });
    } else if (!mending.apply(violations, unfilled)) break;
  }
  const isWrong = findings.some(({ severity }) => severity === 'error');
  const found = document !== undefined && isWrong ? { ...document, wrong } : document;
  const isOverlooked = found !== undefined && isWrong && overlooks?.(found) === true;
  for (const finding of findings.sort(byPlaceInFile)) report(isOverlooked ? overlooked(finding) : finding);
  return found;
}

/** The top-level key of a violation; '' where there is none. */
function keyOf({ instancePath, params }: ErrorObject): string {
  const [, key = ''] = instancePath.split('/');
  if (instancePath !== '') return key;
  return String(params['additionalProperty'] ?? params['missingProperty'] ?? '');
}

/** Mending one round of violations may reveal others. A document that needs more rounds is left out. */
const MAX_ROUNDS = 8;

/** `checkHeader` has reported these. */
function isOfHeader({ instancePath, keyword, params }: ErrorObject): boolean {
  if (instancePath === '/apiVersion' || instancePath === '/kind') return true;
  return keyword === 'required' && instancePath === '' && params['missingProperty'] === 'apiVersion';
}

/** The header is read as text, before the schema of the kind is known. */
const HEADER = {
  type: 'object',
  properties: { apiVersion: { type: 'string' }, kind: { type: 'string' } },
} as const;

/** Returns the kind if it is a known one, and reports what is wrong with the header. */
function checkHeader(
  tree: YamlTree,
  header: Json | undefined,
  { schemas, report }: Pick<Context, 'schemas' | 'report'>,
): string | undefined {
  if (header === undefined) {
    // Aliases repeat too much or nest too deep. The first reading did not report it, so read once more.
    readTree(tree, { position: new SchemaPosition(HEADER), variables: undefined, report });
    return undefined;
  }
  if (!isJsonObject(header)) {
    report({
      code: 'not-a-manifest',
      severity: 'error',
      summary: 'a manifest is a map',
      detail: Array.isArray(header) ? 'this is a list' : 'this is one value',
      help: `begin with apiVersion: ${API_VERSION} and kind:`,
      ...tree.place([]),
    });
    return undefined;
  }
  const { kind } = header;
  const known = typeof kind === 'string' && schemas.kinds.includes(kind);
  if (known || kind === undefined) checkApiVersion(tree, header['apiVersion'], report);
  if (known) return kind;
  if (kind === 'Project') {
    report({
      code: 'unknown-kind',
      severity: 'error',
      summary: 'a project file stands among the manifests',
      help: 'its place is interform.yaml in the project folder; move it there, or take it out',
      ...tree.place(['kind']),
    });
    return undefined;
  }
  report(kind === undefined ? missingKind(tree, header, schemas) : unknownKind(tree, kind, schemas));
  return undefined;
}

function unknownKind(tree: YamlTree, kind: Json, schemas: Schemas) {
  const written = typeof kind === 'string' ? (insideTypographicQuotes(kind) ?? kind) : '';
  const near = nearest(written, schemas.kinds);
  return {
    code: 'unknown-kind',
    severity: 'error',
    summary: `${JSON.stringify(kind)} is no kind of manifest`,
    ...(near === undefined ? {} : { detail: `did you mean "${near}"?` }),
    help: `kinds are ${schemas.kinds.join(', ')}`,
    ...tree.place(['kind']),
  } as const;
}

function missingKind(tree: YamlTree, header: Json, schemas: Schemas) {
  const keys = isJsonObject(header) ? Object.keys(header) : [];
  const near = keys.find((key) => nearest(key, ['kind']) !== undefined);
  return {
    code: 'missing-kind',
    severity: 'error',
    summary: 'the document does not say its kind',
    ...(near === undefined ? {} : { detail: `is "${near}" meant as "kind"?` }),
    help: `add kind: with one of ${schemas.kinds.join(', ')}`,
    ...(near === undefined ? tree.place([]) : tree.keyPlace([near])),
  } as const;
}

/** Reports a missing or unknown apiVersion. */
export function checkApiVersion(tree: YamlTree, value: Json | undefined, report: Report): void {
  if (value === API_VERSION) return;
  const missing = value === undefined;
  report({
    code: missing ? 'missing-api-version' : 'wrong-api-version',
    severity: 'error',
    summary: missing
      ? 'the document does not say its apiVersion'
      : `this interform does not know ${JSON.stringify(value)}`,
    ...(missing ? {} : { detail: `did you mean "${API_VERSION}"?` }),
    help: `write apiVersion: ${API_VERSION}`,
    ...tree.place(missing ? [] : ['apiVersion']),
  });
}
