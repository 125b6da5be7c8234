import type { Report } from '../../../types/diagnostic.ts';
import type { Ask } from '../guess.ts';

/**
 * What only the user can know. A column of dates or phones that needs a missing answer is left out, because a guess would write
 * wrong values.
 */
export interface Decisions {
  /** `--dates`: day or month first, where a file allows both. */
  readonly dates: 'DD/MM' | 'MM/DD' | undefined;
  /** `--country`: where national phone numbers are dialled (ISO 3166, two letters). */
  readonly country: string | undefined;
  readonly ask: Ask | undefined;
  readonly report: Report;
}
