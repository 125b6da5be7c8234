import { type SourceFile, withoutComments } from './architecture-rules.ts';

/** The page of the HTML report is a program of its own: nothing else imports from it. */
const BROWSER = 'render/html/browser/';

const EXPORTED =
  /^export (?:declare )?(?:abstract class|class|const|enum|interface|type|(?:async )?function\*?) ([\w$]+)/gm;

/** Name → the files that export something of their own by it; a re-export is no export of its own. */
export function exportedNames(files: readonly SourceFile[]): ReadonlyMap<string, readonly string[]> {
  const places = new Map<string, Set<string>>();
  for (const { path, text } of files) {
    if (path.startsWith(BROWSER)) continue;
    for (const [, name = ''] of withoutComments(text).matchAll(EXPORTED))
      places.set(name, (places.get(name) ?? new Set()).add(path));
  }
  return new Map(Array.from(places, ([name, paths]) => [name, [...paths]]));
}

/**
 * The names that several files export: each of them says something else, or the same twice. `excepted` are those that may, by
 * name → why; an exception that nothing needs is said as well.
 */
export function judgeNames(
  names: ReadonlyMap<string, readonly string[]>,
  excepted: Readonly<Record<string, string>>,
): { readonly refused: readonly string[]; readonly idle: readonly string[] } {
  const equal = [...names].filter(([, paths]) => paths.length > 1);
  return {
    refused: equal
      .filter(([name]) => !Object.hasOwn(excepted, name))
      .map(([name, paths]) => `${name} is exported by ${paths.join(' and ')}`),
    idle: Object.keys(excepted).filter((name) => !equal.some(([other]) => other === name)),
  };
}
