import { inert } from '../words/inert.ts';

/**
 * Lines as a JSDoc comment; nothing where there are none. Text of a manifest can neither end the comment nor begin a tag in it.
 * `deprecated`: why, for that tag.
 */
export function docComment(lines: readonly string[], indent: string, deprecated?: string): readonly string[] {
  const safe = trimmed(lines.map(commentText));
  if (deprecated !== undefined) safe.push(`@deprecated ${deprecated}`);
  const [first] = safe;
  if (first === undefined) return [];
  if (safe.length === 1) return [`${indent}/** ${first} */`];
  return [
    `${indent}/**`,
    ...safe.map((line) => `${indent} *${line === '' ? '' : ` ${line}`}`),
    `${indent} */`,
  ];
}

function commentText(line: string): string {
  return inert(line.replaceAll('\t', ' '))
    .trim()
    .replaceAll('*/', '*\\/')
    .replace(/(?<![\w.])@/g, '\\@');
}

/** Without empty lines at both ends. */
function trimmed(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => line !== '');
  const last = lines.findLastIndex((line) => line !== '');
  return first === -1 ? [] : lines.slice(first, last + 1);
}
