import { isJsonObject } from '../../types/json.ts';
import type { ReportProblem, SeedProblem } from './problem.ts';
import type { ObjectShape, SeedShape } from './shape.ts';

/** Reports everything that does not look as its shape says. */
export function checkShape(value: unknown, shape: SeedShape, path: string, report: ReportProblem): void {
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

function checkKeys(value: object, shape: ObjectShape, prefix: string, report: ReportProblem): void {
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
function checkAny(value: unknown, shapes: readonly SeedShape[], path: string, report: ReportProblem): void {
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
      return isJsonObject(value);
  }
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return JSON.stringify(value) ?? 'nothing';
}
