import type { ManifestDocument } from '../types/declaration.ts';
import type { Report } from '../types/diagnostic.ts';
import type { Json } from '../types/json.ts';
import { nearest } from '../types/nearest.ts';
import type { Project } from '../types/project.ts';
import { insideTypographicQuotes } from '../types/typographic-quotes.ts';
import { manifestDocument } from './manifest-document.ts';
import { isObject, readTree } from './read-tree.ts';
import { schemaFindings } from './schema-findings.ts';
import { SchemaPosition } from './schema-position.ts';
import type { Schemas } from './schemas.ts';
import type { YamlTree } from './yaml-tree.ts';

export const API_VERSION = 'interform/v1';

interface Context {
  readonly project: Project;
  readonly schemas: Schemas;
  readonly version: number | null;
  readonly report: Report;
}

/**
 * One YAML document as a manifest: header, variables, schema. Undefined where it has an error, which is reported.
 *
 *   header (which kind?) → values by the kind's schema, variables filled in → schema check
 */
export async function checkDocument(tree: YamlTree, context: Context): Promise<ManifestDocument | undefined> {
  const { project, schemas, version } = context;
  let failed = false;
  const report: Report = (diagnostic) => {
    failed ||= diagnostic.severity === 'error';
    context.report(diagnostic);
  };
  const variables = { values: project.variables, environment: project.environment };
  const position = new SchemaPosition(HEADER);
  const header = readTree(tree, { position, variables, report: () => {} });
  const kind = checkHeader(tree, header, { schemas, report });
  const loading = kind === undefined ? undefined : schemas.manifest(kind);
  if (kind === undefined || loading === undefined) return undefined;
  const schema = await loading;
  let unfilled = false;
  const data = readTree(tree, {
    position: schema.position,
    variables,
    report: (diagnostic) => {
      unfilled = true;
      report(diagnostic);
    },
  });
  // Text with an unfilled variable would be found wrong a second time.
  if (unfilled || !isObject(data)) return undefined;
  const violations = schema
    .violations(data)
    .filter(({ instancePath }) => instancePath !== '/apiVersion' && instancePath !== '/kind')
    .filter(({ keyword, params }) => keyword !== 'required' || params['missingProperty'] !== 'apiVersion');
  for (const finding of schemaFindings(violations, tree)) report(finding);
  if (failed || !apiVersionFits(header)) return undefined;
  return manifestDocument(tree, { kind, version, data });
}

/** Header keys are text, whatever else the document holds. */
const HEADER = {
  type: 'object',
  properties: { apiVersion: { type: 'string' }, kind: { type: 'string' } },
} as const;

/** The kind, where the document says a known one. */
function checkHeader(
  tree: YamlTree,
  header: Json | undefined,
  { schemas, report }: Pick<Context, 'schemas' | 'report'>,
): string | undefined {
  if (header === undefined) {
    // Aliases repeat too much or nest too deep: say so.
    readTree(tree, { position: new SchemaPosition(HEADER), variables: undefined, report });
    return undefined;
  }
  if (!isObject(header)) {
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
  const keys = isObject(header) ? Object.keys(header) : [];
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

function apiVersionFits(header: Json | undefined): boolean {
  return isObject(header) && header['apiVersion'] === API_VERSION;
}

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
