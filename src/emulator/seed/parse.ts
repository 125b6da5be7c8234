import type { JsonObject } from '../../types/json.ts';
import { isTimezone } from '../search/day.ts';
import type { EmulatorSeed } from '../resources/contacts/seed.ts';
import { plainSeed } from '../resources/contacts/seed-plain.ts';
import { type ObjectShape, SEED_SHAPE, type Shape } from './shape.ts';

export interface SeedProblem {
  /** Such as `contacts[3].custom_attributes.plan`. */
  readonly path: string;
  readonly message: string;
}

/** A seed that cannot be used; holds everything that is wrong with it. */
export class SeedError extends Error {
  readonly problems: readonly SeedProblem[];

  constructor(problems: readonly SeedProblem[]) {
    const shown = problems
      .slice(0, SHOWN)
      .map(({ path, message }) => `${path === '' ? 'seed' : path}: ${message}`);
    const more = problems.length > SHOWN ? [`and ${problems.length - SHOWN} more`] : [];
    super(['The seed is not valid.', ...shown, ...more].join('\n'));
    this.name = 'SeedError';
    this.problems = problems;
  }
}

/** Problems that the message lists. */
const SHOWN = 20;

type Report = (path: string, message: string) => void;

/**
 * Checks the content of a seed file: shapes, unknown keys, and that what contacts refer to is there.
 *
 * @throws SeedError
 */
export function parseSeed(json: unknown): EmulatorSeed {
  const problems: SeedProblem[] = [];
  const report: Report = (path, message) => problems.push({ path, message });
  checkShape(json, SEED_SHAPE, '', report);
  if (problems.length > 0) throw new SeedError(problems);
  // The shape has just been checked: it is an object.
  const seed = plainSeed(json as JsonObject, report);
  checkMeaning(seed, report);
  if (problems.length > 0) throw new SeedError(problems);
  return seed;
}

function checkShape(value: unknown, shape: Shape, path: string, report: Report): void {
  if (typeof shape === 'string') {
    if (!fits(value, shape)) report(path, `must be ${shape}, not ${describe(value)}`);
  } else if ('anyOf' in shape) {
    checkAny(value, shape.anyOf, path, report);
  } else if ('oneOf' in shape) {
    if (!shape.oneOf.some((option) => option === value))
      report(path, `must be one of ${shape.oneOf.join(', ')}, not ${describe(value)}`);
  } else if ('list' in shape) {
    if (!Array.isArray(value)) report(path, `must be a list, not ${describe(value)}`);
    else
      for (const [position, item] of value.entries())
        checkShape(item, shape.list, `${path}[${position}]`, report);
  } else if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    report(path, `must be an object, not ${describe(value)}`);
  } else {
    checkKeys(value, shape, path === '' ? '' : `${path}.`, report);
  }
}

function checkKeys(value: object, shape: ObjectShape, prefix: string, report: Report): void {
  for (const [key, item] of Object.entries(value)) {
    const known = Object.hasOwn(shape.object, key) ? shape.object[key] : undefined;
    if (known === undefined)
      report(`${prefix}${key}`, `is not known here; known are ${keptKeys(shape).join(', ')}`);
    else if (item !== undefined) checkShape(item, known, `${prefix}${key}`, report);
  }
  for (const key of shape.required ?? []) {
    if (!Object.hasOwn(value, key)) report(`${prefix}${key}`, 'is missing');
  }
}

/** The keys that a seed is for. */
function keptKeys(shape: ObjectShape): string[] {
  return Object.keys(shape.object).filter((key) => shape.object[key] !== 'anything');
}

/** The problems of the alternative that fits the value's kind best are not told apart: the first one without any wins. */
function checkAny(value: unknown, shapes: readonly Shape[], path: string, report: Report): void {
  let first: SeedProblem[] | undefined;
  for (const shape of shapes) {
    const problems: SeedProblem[] = [];
    checkShape(value, shape, path, (where, message) => problems.push({ path: where, message }));
    if (problems.length === 0) return;
    // An object is meant for the alternative that is one.
    if (first === undefined || (typeof value === 'object' && typeof shape === 'object')) first = problems;
  }
  for (const problem of first ?? []) report(problem.path, problem.message);
}

function fits(value: unknown, shape: string): boolean {
  switch (shape) {
    case 'a string':
      return typeof value === 'string';
    case 'a text':
      return typeof value === 'string' && value !== '';
    case 'a string or null':
      return value === null || typeof value === 'string';
    case 'a number':
      return typeof value === 'number';
    case 'a whole number':
      return Number.isInteger(value);
    case 'a whole number or null':
      return value === null || Number.isInteger(value);
    case 'true or false':
      return typeof value === 'boolean';
    case 'anything':
      return true;
    case 'digits':
      return typeof value === 'string' && /^\d+$/.test(value);
    default:
      return typeof value === 'object' && value !== null && !Array.isArray(value);
  }
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return JSON.stringify(value) ?? 'nothing';
}

function checkMeaning(seed: EmulatorSeed, report: Report): void {
  const { timezone } = seed.app ?? {};
  if (timezone !== undefined && !isTimezone(timezone))
    report('app.timezone', `"${timezone}" is no IANA timezone`);
  const declared = new Set((seed.attributes ?? []).map(({ model, name }) => `${model}/${name}`));
  const companies = new Set((seed.companies ?? []).map((company) => company.company_id));
  const admins = new Set((seed.admins ?? []).map((admin) => admin.id));
  checkUnique(seed.admins ?? [], 'admins', ['id'], report);
  checkUnique(seed.attributes ?? [], 'attributes', ['id'], report);
  checkUnique(
    (seed.attributes ?? []).map(({ model, name }) => ({ name: `${model}/${name}` })),
    'attributes',
    ['name'],
    report,
  );
  checkUnique(
    (seed.tags ?? []).map((tag) => (typeof tag === 'string' ? {} : tag)),
    'tags',
    ['id'],
    report,
  );
  checkUnique(seed.companies ?? [], 'companies', ['id', 'company_id'], report);
  checkUnique(seed.contacts ?? [], 'contacts', ['id'], report);
  const checkCustom = (values: object | undefined, model: string, path: string): void => {
    for (const name of Object.keys(values ?? {})) {
      if (!declared.has(`${model}/${name}`))
        report(`${path}.custom_attributes.${name}`, `no ${model} attribute of this name in attributes`);
    }
  };
  for (const [position, company] of (seed.companies ?? []).entries())
    checkCustom(company.custom_attributes, 'company', `companies[${position}]`);
  for (const [position, contact] of (seed.contacts ?? []).entries()) {
    const path = `contacts[${position}]`;
    checkCustom(contact.custom_attributes, 'contact', path);
    for (const [place, id] of (contact.companies ?? []).entries()) {
      if (!companies.has(id)) report(`${path}.companies[${place}]`, `no company "${id}" in companies`);
    }
    const { owner_id: owner } = contact;
    if (owner !== undefined && owner !== null && seed.admins !== undefined && !admins.has(String(owner)))
      report(`${path}.owner_id`, `no admin "${owner}" in admins`);
  }
}

function checkUnique(items: readonly object[], list: string, keys: readonly string[], report: Report): void {
  for (const key of keys) {
    const seen = new Map<unknown, number>();
    for (const [position, item] of items.entries()) {
      const value: unknown = Reflect.get(item, key);
      if (value === undefined) continue;
      const before = seen.get(value);
      if (before === undefined) seen.set(value, position);
      else report(`${list}[${position}].${key}`, `"${String(value)}" is that of ${list}[${before}] already`);
    }
  }
}
