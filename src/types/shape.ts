import { isJsonObject } from './json.ts';

/** Checks a value at a dotted path and says what is wrong with it; undefined when nothing is. */
export type Shape = (value: unknown, path: string) => string | undefined;

export const string: Shape = expected((value) => typeof value === 'string', 'a string');
export const boolean: Shape = expected((value) => typeof value === 'boolean', 'true or false');
export const number: Shape = expected((value) => typeof value === 'number', 'a number');

/** An object with any keys and any values. */
export const map: Shape = expected(isJsonObject, 'an object');

export function literal(...values: readonly unknown[]): Shape {
  return expected((value) => values.includes(value), `one of ${values.join(', ')}`);
}

export function matching(pattern: RegExp, what: string): Shape {
  return expected((value) => typeof value === 'string' && pattern.test(value), what);
}

export function nullOr(shape: Shape): Shape {
  return (value, path) => (value === null ? undefined : shape(value, path));
}

/** Only inside `object`: the key may be left out. */
export function absentOr(shape: Shape): Shape {
  return (value, path) => (value === undefined ? undefined : shape(value, path));
}

export function array(element: Shape): Shape {
  return (value, path) => {
    if (!Array.isArray(value)) return wrong(path, 'a list');
    for (let index = 0; index < value.length; index += 1)
      if (isWrong(element, value[index])) return element(value[index], join(path, String(index)));
    return undefined;
  };
}

/** An object with these keys. Other keys pass: they mean nothing here, and a later version may write more. */
export function object(members: Readonly<Record<string, Shape>>): Shape {
  const shapes = Object.entries(members);
  return (value, path) => {
    if (!isJsonObject(value)) return wrong(path, 'an object');
    for (const [key, shape] of shapes) {
      const one = value[key];
      if (!isWrong(shape, one)) continue;
      return one === undefined ? `${join(path, key)} is missing` : shape(one, join(path, key));
    }
    return undefined;
  };
}

/** An object with any keys. */
export function mapOf(member: Shape): Shape {
  return (value, path) => {
    if (!isJsonObject(value)) return wrong(path, 'an object');
    for (const key of Object.keys(value))
      if (isWrong(member, value[key])) return member(value[key], join(path, key));
    return undefined;
  };
}

function expected(fits: (value: unknown) => boolean, what: string): Shape {
  return (value, path) => (fits(value) ? undefined : wrong(path, what));
}

/** Checked without a path first: paths are built only where something is wrong, since a plan file has a million changes. */
function isWrong(shape: Shape, value: unknown): boolean {
  return shape(value, '') !== undefined;
}

function wrong(path: string, what: string): string {
  return `${path === '' ? 'it' : path} must be ${what}`;
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
