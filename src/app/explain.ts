import type { CodePage } from '../types/code-meaning.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { nearest } from '../types/nearest.ts';
import { readCodePages } from './code-meanings.ts';

/** The pages that were asked for, or why there is none. */
export type Explained =
  | { readonly codes: readonly CodePage[] }
  | { readonly codes?: undefined; readonly diagnostics: readonly Diagnostic[] };

/** The page of one code, or all pages. It reads only the documentation in the package. */
export async function explain(written: string | undefined): Promise<Explained> {
  const pages = await readCodePages();
  if (written === undefined) return { codes: pages };
  const code = codeOf(written);
  const found = pages.filter((page) => page.code === code);
  if (found.length > 0) return { codes: found };
  return { diagnostics: [unknownCode(code, pages)] };
}

/** Accepts a code as it is shown: `error[unknown-option]: …`, in any case. */
function codeOf(written: string): string {
  const text = written.trim().toLowerCase();
  return /^(?:error|warning|info)\[([^\]]+)\]/.exec(text)?.[1] ?? text;
}

/** The code for a heading of a result, such as `Unknown` or `Partly written`. */
function outcomeOf(heading: string, names: readonly string[]): string | undefined {
  const code = `change-${heading.replaceAll(/\s+/g, '-')}`;
  return names.find((name) => name === code);
}

function unknownCode(code: string, pages: readonly CodePage[]): Diagnostic {
  const names = pages.map((page) => page.code);
  const parts = names.filter((name) => code.length > 2 && name.includes(code)).slice(0, 5);
  const meant = outcomeOf(code, names) ?? nearest(code, names) ?? parts[0];
  const others = parts.filter((name) => name !== meant);
  return {
    code: 'unknown-code',
    severity: 'error',
    summary: `${JSON.stringify(code)} is not the code of a finding`,
    ...(others.length === 0 ? {} : { detail: `Similar codes: ${[meant, ...others].join(', ')}.` }),
    help:
      meant === undefined
        ? 'interform explain lists all codes'
        : `did you mean ${meant}? Run: interform explain ${meant}`,
  };
}
