import type { Diagnostic } from '../types/diagnostic.ts';

/** NUL, which ends a text for half of the world's programs, and half a surrogate pair, which no request can carry. */
const UNUSABLE = /\p{Cs}|\0/u;

/** True where a name holds what no name can: it could be created as another one, or share an address with one. */
export function isUnusable(name: string): boolean {
  return UNUSABLE.test(name);
}

/** What a name cannot hold, as findings show it: `U+0000`. */
function unusableIn(name: string): string {
  const code = UNUSABLE.exec(name)?.[0]?.charCodeAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The finding about such a name; `what` it is the name of. */
export function unusableName(
  what: string,
  name: string,
): Pick<Diagnostic, 'code' | 'severity' | 'summary' | 'detail' | 'help'> {
  return {
    code: 'unusable-character',
    severity: 'error',
    summary: `${what} holds ${unusableIn(name)}`,
    detail: JSON.stringify(name.slice(0, 60)),
    help: 'take the character out; it cannot be seen, so write the name anew where it is not clear',
  };
}
