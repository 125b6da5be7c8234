import type { Action } from '../../types/change.ts';

/** What stands before a change (design 6.3). */
export const GLYPHS: Readonly<Record<Action, string>> = {
  create: '+',
  update: '~',
  convert: '↑',
  merge: '»',
  archive: '-',
  unarchive: '±',
  delete: '✗',
};

/** What stands before a change that a guard blocks. */
export const BLOCKED_GLYPH = '!';

/** `~`, or `! ~` where a guard blocks it. */
export function glyphOf(action: Action, blocked: boolean): string {
  return `${blocked ? `${BLOCKED_GLYPH} ` : ''}${GLYPHS[action]}`;
}
