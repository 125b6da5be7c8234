import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { isNode, type SchemaNode } from './openapi-schema.ts';

/** Describes in sentences what is wrong with a value; empty when nothing is. */
export type Validate = (value: unknown) => string[];

/**
 * Compiles a schema. Where no branch of a oneOf or anyOf accepts a value, only the findings of the nearest branch are given:
 * a search filter with one wrong key is refused by every branch of every group around it.
 */
export function explainer(ajv: Ajv2020, schema: SchemaNode): Validate {
  const validators = new WeakMap<SchemaNode, ValidateFunction>();
  return (value) => [...new Set(explain(schema, value, '').map(({ text }) => text))];

  function explain(node: SchemaNode, value: unknown, base: string): Finding[] {
    const validate = validators.get(node) ?? ajv.compile(node);
    validators.set(node, validate);
    if (validate(value)) return [];
    const errors = [...(validate.errors ?? [])];
    const undecided = errors
      .filter(isUndecided)
      .filter((error, _, all) => !all.some((other) => covers(other, error)));
    const rest = errors.filter(
      (error) => !undecided.some((other) => other === error || covers(other, error)),
    );
    return [
      ...rest.map((error) => ({ text: sentence(error, base), path: base + error.instancePath })),
      ...undecided.flatMap((error) => nearestBranch(error, base)),
    ];
  }

  function nearestBranch(error: ErrorObject, base: string): Finding[] {
    const path = base + error.instancePath;
    const explained = branchesOf(error)
      .map((branch) => explain(branch, error.data, path))
      .sort((a, b) => depth(b) - depth(a) || a.length - b.length);
    const matching = explained.filter((findings) => findings.length === 0).length;
    if (matching > 0) {
      return [
        {
          path,
          text: `body${path} matches ${matching} of ${explained.length} branches that exclude each other`,
        },
      ];
    }
    const nearest = explained[0];
    if (nearest === undefined) return [{ path, text: sentence(error, base) }];
    const alike = explained.filter((one) => one.length === 1 && depth(one) === depth(nearest));
    if (nearest.length !== 1) return nearest;
    return [
      {
        path: nearest[0]?.path ?? path,
        text: alike
          .flat()
          .map(({ text }) => text)
          .join(', or '),
      },
    ];
  }
}

interface Finding {
  readonly text: string;
  /** JSON pointer of the value that is wrong. */
  readonly path: string;
}

/** How deep the first wrong value is: the branch that was meant fits at the top and fails further down. */
function depth(findings: readonly Finding[]): number {
  return Math.min(...findings.map(({ path }) => path.split('/').length));
}

const branchCache = new WeakMap<object, SchemaNode[]>();

/** The branches, each closed like the whole: keys that the schema around them names are allowed. */
function branchesOf(error: ErrorObject): SchemaNode[] {
  const around: unknown = error.parentSchema;
  if (!isNode(around) || !Array.isArray(error.schema)) return [];
  const cached = branchCache.get(around);
  if (cached !== undefined) return cached;
  const named = isNode(around['properties']) ? Object.keys(around['properties']) : [];
  const made = error.schema.filter(isNode).map((branch) =>
    around['unevaluatedProperties'] === false
      ? {
          allOf: [branch],
          properties: Object.fromEntries(named.map((name) => [name, true])),
          unevaluatedProperties: false,
        }
      : branch,
  );
  branchCache.set(around, made);
  return made;
}

function isUndecided({ keyword }: ErrorObject): boolean {
  return keyword === 'oneOf' || keyword === 'anyOf';
}

/** True when `inner` comes from within the value that `outer` could not decide about. */
function covers(outer: ErrorObject, inner: ErrorObject): boolean {
  if (outer === inner) return false;
  if (inner.instancePath !== outer.instancePath)
    return inner.instancePath.startsWith(`${outer.instancePath}/`);
  // A value that no branch accepts leaves the keys of all branches over.
  if (inner.keyword === 'unevaluatedProperties') return true;
  if (inner.parentSchema === outer.parentSchema) return false;
  return !isUndecided(inner) || outer.schemaPath.length < inner.schemaPath.length;
}

function sentence({ instancePath, keyword, message, params, data }: ErrorObject, base: string): string {
  const at = `body${base}${instancePath}`;
  if (keyword === 'unevaluatedProperties')
    return `${at} has the unknown key ${params['unevaluatedProperty']}`;
  if (keyword === 'required') return `${at} lacks ${params['missingProperty']}`;
  if (keyword === 'type') return `${at} must be ${[params['type']].flat().join(' or ')}, not ${shown(data)}`;
  const allowed = keyword === 'enum' ? ` ${JSON.stringify(params['allowedValues'])}` : '';
  return `${at} ${message}${allowed}, not ${shown(data)}`;
}

function shown(data: unknown): string {
  const text = JSON.stringify(data) ?? 'nothing';
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
