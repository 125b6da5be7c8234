/** Checks a value at a dotted path and says what is wrong with it; undefined when nothing is. */
export type Shape = (value: unknown, path: string) => string | undefined;

export const string: Shape = expected((value) => typeof value === 'string', 'a string');
export const boolean: Shape = expected((value) => typeof value === 'boolean', 'true or false');
export const number: Shape = expected((value) => typeof value === 'number', 'a number');

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
    return firstOf(value.entries(), ([index, one]) => element(one, join(path, String(index))));
  };
}

/** An object with these keys. Others pass: they mean nothing here, and a later version may write more. */
export function object(members: Readonly<Record<string, Shape>>): Shape {
  const shapes = new Map(Object.entries(members));
  return (value, path) => {
    if (!isObject(value)) return wrong(path, 'an object');
    const given = new Map(Object.entries(value));
    return firstOf(shapes, ([key, shape]) => {
      if (given.has(key)) return shape(given.get(key), join(path, key));
      return shape(undefined, join(path, key)) === undefined ? undefined : `${join(path, key)} is missing`;
    });
  };
}

/** An object with any keys. */
export function mapOf(member: Shape): Shape {
  return (value, path) => {
    if (!isObject(value)) return wrong(path, 'an object');
    return firstOf(Object.entries(value), ([key, one]) => member(one, join(path, key)));
  };
}

function expected(fits: (value: unknown) => boolean, what: string): Shape {
  return (value, path) => (fits(value) ? undefined : wrong(path, what));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function firstOf<T>(items: Iterable<T>, check: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const problem = check(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function wrong(path: string, what: string): string {
  return `${path === '' ? 'it' : path} must be ${what}`;
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
