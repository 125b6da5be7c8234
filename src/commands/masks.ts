import type { Masking } from '../app/masking.ts';
import { DEFAULT_TOKEN_NAMES, TOKEN_FD } from '../manifest/token.ts';
import { createMask, type Mask } from '../render/mask/mask.ts';
import { type Names, NO_NAMES } from '../render/mask/names.ts';
import type { SavedFormat } from './reports.ts';
import { isSet, type Terminal } from './terminal.ts';
import { beforeDashes } from './usage.ts';

/** The format in which something is shown; stderr is text. */
export type Shown = SavedFormat;

/**
 * Whether personal data is masked (design 6.3). It reads the arguments, because errors of parsing them are shown too.
 *
 *     --mask, --no-mask     decide; the last one counts
 *     markdown, html        masked
 *     sarif, github         masked
 *     text                  masked when CI is set
 *     json, plan files      not masked
 */
export function isMasked(shown: Shown, argv: readonly string[], env: Terminal['env']): boolean {
  const said = beforeDashes(argv).findLast((word) => word === '--mask' || word === '--no-mask');
  if (said !== undefined) return said === '--mask';
  if (shown === 'json') return false;
  return shown !== 'text' || isSet(env['CI']);
}

/**
 * The mask for a project or, before anything is known about it, for a folder without a project file. `names`: the names that
 * the findings to be masked contain.
 */
export function maskOf(masking: Masking | undefined, env: Terminal['env'], names?: Names): Mask {
  if (masking !== undefined) {
    const { key, sensitive, values } = masking;
    return createMask({ key, sensitive, names: values === undefined ? undefined : (names ?? NO_NAMES) });
  }
  const token = [TOKEN_FD, ...DEFAULT_TOKEN_NAMES]
    .map((name) => env[name]?.trim())
    .find((value) => value !== undefined && value !== '');
  return createMask({ key: token, sensitive: [] });
}
