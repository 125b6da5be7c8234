import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { ACTIONS, type Change, type ChangeContext } from '../../src/types/change.ts';
import type { Diagnostic } from '../../src/types/diagnostic.ts';
import { GUARD_VERBS, type Guard, type PlanDocument } from '../../src/types/plan.ts';
import {
  type ChangeResult,
  type ErrorDocument,
  OUTCOMES,
  type ResultDocument,
} from '../../src/types/result.ts';
import { mergeOfAda, sampleChange, samplePlan, sampleResult } from '../render/sample-plan.ts';

interface ObjectSchema {
  properties: Record<string, { enum?: unknown[]; required?: string[]; properties?: Record<string, unknown> }>;
  required?: string[];
  additionalProperties: unknown;
  $defs: Record<string, ObjectSchema>;
}

function load(name: string): ObjectSchema {
  return JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8'));
}

const schemas = { plan: load('plan'), result: load('result'), error: load('error') };
const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
const check = Object.fromEntries(
  Object.entries(schemas).map(([name, schema]) => [name, ajv.compile(schema)]),
) as Record<keyof typeof schemas, ValidateFunction>;

function errorsOf(name: keyof typeof schemas, document: unknown) {
  check[name](JSON.parse(JSON.stringify(document)));
  return check[name].errors ?? [];
}

/** Every key of a type, and whether it is required: the compiler refuses a table that misses one or has one too many. */
type Keys<T> = { readonly [K in keyof Required<T>]: undefined extends T[K] ? 'optional' : 'required' };

const PLAN: Keys<PlanDocument> = {
  format: 'required',
  tool: 'required',
  workspace: 'required',
  intercom_version: 'required',
  environment: 'required',
  manifests: 'required',
  digest: 'required',
  filtered: 'optional',
  limited: 'optional',
  undoes: 'optional',
  snapshot: 'optional',
  sensitive: 'optional',
  masked: 'optional',
  members: 'optional',
  left_out: 'optional',
  summary: 'required',
  guards: 'required',
  cost: 'required',
  changes: 'required',
  diagnostics: 'required',
};
const CHANGE: Keys<Change> = {
  address: 'required',
  kind: 'required',
  action: 'required',
  id: 'required',
  requires: 'required',
  irreversible: 'required',
  reason: 'required',
  notes: 'required',
  also: 'required',
  fields: 'required',
  source: 'required',
  context: 'optional',
};
const CONTEXT: Keys<ChangeContext> = {
  role: 'optional',
  on_archived: 'optional',
  clear_unarchived: 'optional',
  keep_unarchived: 'optional',
  on_create: 'optional',
  before_merge: 'optional',
  matched: 'optional',
  into_matched: 'optional',
  held_tags: 'optional',
  carried: 'optional',
  emptied: 'optional',
  owner_tags: 'optional',
  former_tags: 'optional',
  preview: 'optional',
  set: 'optional',
  owners: 'optional',
};
const GUARD: Keys<Guard> = { verb: 'required', count: 'required', limit: 'required', over: 'required' };
const DIAGNOSTIC: Keys<Diagnostic> = {
  code: 'required',
  severity: 'required',
  summary: 'required',
  detail: 'optional',
  help: 'optional',
  address: 'optional',
  file: 'optional',
  line: 'optional',
  column: 'optional',
  row: 'optional',
  request_id: 'optional',
};
const RESULT: Keys<ResultDocument> = {
  format: 'required',
  workspace: 'required',
  digest: 'required',
  exit: 'required',
  limited: 'optional',
  summary: 'required',
  requests: 'required',
  bulk: 'optional',
  results: 'required',
  diagnostics: 'required',
};
const CHANGE_RESULT: Keys<ChangeResult> = {
  address: 'required',
  action: 'required',
  outcome: 'required',
  id: 'required',
  partly: 'optional',
  reason: 'optional',
  unstuck: 'optional',
  edited: 'optional',
  before: 'optional',
  erased: 'optional',
  request_id: 'optional',
};
const ERROR: Keys<ErrorDocument> = { format: 'required', exit: 'required', diagnostics: 'required' };

describe('the schemas have exactly the keys of the types', () => {
  const context = schemas.plan.$defs['change']?.properties['context'] as ObjectSchema | undefined;
  it.each([
    ['the plan', schemas.plan, PLAN],
    ['a change', schemas.plan.$defs['change'], CHANGE],
    ['the context of a change', context, CONTEXT],
    ['a guard', schemas.plan.$defs['guard'], GUARD],
    ['a finding in a plan', schemas.plan.$defs['diagnostic'], DIAGNOSTIC],
    ['a finding in a result', schemas.result.$defs['diagnostic'], DIAGNOSTIC],
    ['a finding in an error', schemas.error.$defs['diagnostic'], DIAGNOSTIC],
    ['the result', schemas.result, RESULT],
    ['the result of a change', schemas.result.$defs['result'], CHANGE_RESULT],
    ['the error', schemas.error, ERROR],
  ])('of %s', (_what, schema, keys) => {
    expect(Object.keys(schema?.properties ?? {}).sort()).toEqual(Object.keys(keys).sort());
    const required = Object.entries(keys).filter(([, need]) => need === 'required');
    expect([...(schema?.required ?? [])].sort()).toEqual(required.map(([key]) => key).sort());
    expect(schema?.additionalProperties).toBe(false);
  });

  it('and the same words', () => {
    expect(schemas.plan.$defs['change']?.properties['action']?.enum).toEqual([...ACTIONS]);
    expect(schemas.plan.$defs['guard']?.properties['verb']?.enum).toEqual([
      ...GUARD_VERBS,
      'incomplete_read',
    ]);
    expect(schemas.result.$defs['result']?.properties['outcome']?.enum).toEqual([...OUTCOMES]);
    expect(schemas.result.properties['summary']?.required).toEqual([...OUTCOMES]);
    expect(schemas.plan.properties['summary']?.required).toEqual([
      // What deletes nothing does not name it.
      ...ACTIONS.filter((action) => action !== 'delete'),
      'unchanged',
      'skipped',
      'blocked',
    ]);
  });
});

const finding: Diagnostic = {
  code: 'unknown-option',
  severity: 'error',
  summary: 'not an option',
  detail: '"entreprise"',
  help: 'options are free, pro',
  address: 'contact/beta/ada',
  file: 'migrations/0002-contacts.yaml',
  line: 14,
  column: 34,
  row: 3,
  request_id: 'req-1',
};

describe('documents of each outcome are valid', () => {
  const create = sampleChange({
    address: 'contact/beta/ada',
    action: 'create',
    also: ['contact/vip/ada'],
    notes: ['new'],
    requires: ['tag/vip'],
    fields: {
      name: { after: 'Ada' },
      tags: { add: ['vip'], remove: [] },
      phone: { before: null, after: null },
    },
    context: {
      role: 'user',
      on_archived: 'unarchive',
      on_create: ['name'],
      before_merge: ['email'],
      set: 'beta',
    },
  });
  const guards = [
    { verb: 'merge', count: 1, limit: 0, over: true },
    { verb: 'create', count: 1, limit: null, over: false },
    { verb: 'incomplete_read', count: 1, limit: 0, over: true },
  ] as const;

  it.each([
    ['an empty plan', samplePlan([])],
    [
      'a filtered plan with changes',
      samplePlan([create, mergeOfAda], { filtered: true, environment: 'staging' }),
    ],
    ['a blocked plan with findings', samplePlan([mergeOfAda], { guards, diagnostics: [finding] })],
    [
      'what no manifest declares',
      samplePlan([sampleChange({ address: 'tag/old', action: 'archive', source: null })]),
    ],
    [
      'a row of a source',
      samplePlan([sampleChange({ address: 'tag/vip', action: 'create', source: { file: 'a.csv', row: 1 } })]),
    ],
  ])('plan: %s', (_what, plan) => {
    expect(errorsOf('plan', plan)).toEqual([]);
  });

  it.each(OUTCOMES)('result: %s', (outcome) => {
    const result = sampleResult({
      exit: outcome === 'done' ? 0 : 3,
      diagnostics: [finding],
      results: [
        {
          address: 'contact/beta/ada',
          action: 'update',
          outcome,
          id: null,
          reason: 'why',
          unstuck: [{ field: 'name', sent: 'Ada', kept: null }],
          before: { name: 'Eve' },
          request_id: 'req-1',
        },
      ],
    });
    expect(errorsOf('result', result)).toEqual([]);
  });

  it('error', () => {
    expect(errorsOf('error', { format: 'interform-error/1', exit: 1, diagnostics: [finding] })).toEqual([]);
  });
});

describe('the schemas refuse', () => {
  it.each([
    ['an unknown key', { ...samplePlan([]), extra: 1 }],
    ['another format', { ...samplePlan([]), format: 'interform-plan/2' }],
    [
      'a field without after',
      samplePlan([sampleChange({ address: 'tag/vip', action: 'create', fields: { name: {} as never } })]),
    ],
    ['an unknown action', samplePlan([sampleChange({ address: 'tag/vip', action: 'destroy' as never })])],
    ['a negative count', samplePlan([], { summary: { create: -1 } })],
    ['filtered: false', { ...samplePlan([]), filtered: false }],
  ])('%s in a plan', (_what, plan) => {
    expect(errorsOf('plan', plan)).not.toEqual([]);
  });

  it('exit 2 in a result, exit 0 and no finding in an error', () => {
    expect(errorsOf('result', sampleResult({ exit: 2 }))).not.toEqual([]);
    expect(errorsOf('error', { format: 'interform-error/1', exit: 0, diagnostics: [finding] })).not.toEqual(
      [],
    );
    expect(errorsOf('error', { format: 'interform-error/1', exit: 1, diagnostics: [] })).not.toEqual([]);
  });
});
