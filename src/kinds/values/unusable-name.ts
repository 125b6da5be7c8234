import type { Diagnostic } from '../../types/diagnostic.ts';
import { type IdentityForm, unseenFault, unseenIn } from '../../types/identity-text.ts';

/** NUL, which many programs take for the end of a text, and lone surrogates, which no request can carry. */
const UNUSABLE = /\p{Cs}|\0/u;

/**
 * True where a name holds a character that no name can: it could be created under another name, or share an address with
 * one. With `form`, for identifying texts, invisible characters count too: a second item would be created beside one that
 * looks the same.
 */
export function isUnusable(name: string, form?: IdentityForm): boolean {
  return unusableIn(name, form) !== undefined;
}

/** The character that a name cannot hold, as findings show it: `U+0000`. */
function unusableIn(name: string, form: IdentityForm | undefined): string | undefined {
  const code = UNUSABLE.exec(name)?.[0]?.charCodeAt(0);
  if (code !== undefined) return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return form === undefined ? undefined : unseenIn(name, form);
}

/** The finding about such a name; `what` says what it names. */
export function unusableName(
  what: string,
  name: string,
  form?: IdentityForm,
): Pick<Diagnostic, 'code' | 'severity' | 'summary' | 'detail' | 'help'> {
  return {
    ...unseenFault(what, unusableIn(name, form) ?? ''),
    severity: 'error',
    detail: JSON.stringify(name.slice(0, 60)),
  };
}
