import type { Declaration } from '../../types/declaration.ts';
import type { Diagnostic, Report } from '../../types/diagnostic.ts';
import { differsOnlyIn } from '../values/name-case.ts';
import { isPlain, longestText } from '../values/plain-text.ts';
import { isUnusable, unusableName } from '../values/unusable-name.ts';

/** A declaration that its name tells from others. */
export interface Named extends Declaration {
  readonly name: string;
}

/** What is wrong with a name by itself; `what` it is the name of, and `code` says that it has a wrong form. */
export function checkNameForm(
  { name, address, place }: Named,
  { what, code }: { readonly what: string; readonly code: string },
  report: Report,
): void {
  if (isUnusable(name, 'name')) {
    report({ ...unusableName(`the name of ${what}`, name, 'name'), address, ...place });
    return;
  }
  if (isPlain(name)) return;
  report({
    code,
    severity: 'error',
    summary: `${JSON.stringify(name.slice(0, 60))} cannot be the name of ${what}`,
    help: `names have 1 to ${longestText} characters and no space around them`,
    address,
    ...place,
  });
}

/** A declaration before this one whose name differs in case only; `key` is the same for both. */
export function earlierTwin<D extends Named>(
  declaration: D,
  key: string,
  spellings: Map<string, D>,
): D | undefined {
  const twin = spellings.get(key);
  spellings.set(key, declaration);
  return twin?.name === declaration.name ? undefined : twin;
}

/** Intercom does not say whether names that differ in case or Unicode form only are one name to it. */
export function inCaseOnly(
  { name, address, place }: Named,
  other: string,
  { code, detail }: { readonly code: string; readonly detail: string },
): Diagnostic {
  return {
    code,
    severity: 'error',
    summary: `${JSON.stringify(name)} and ${JSON.stringify(other)} differ ${differsOnlyIn(name, other)}`,
    detail,
    help: `keep one spelling: write it as ${other}`,
    address,
    ...place,
  };
}
