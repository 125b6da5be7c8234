import type { Report } from '../../../types/diagnostic.ts';
import type { Ask } from '../guess.ts';

/** What a person knows and a file does not say. Without an answer the column is left out: a guess would write wrong values. */
export interface Decisions {
  /** `--dates`: whether day or month comes first where both are possible. */
  readonly dates: 'DD/MM' | 'MM/DD' | undefined;
  /** `--country`: where national phone numbers are dialled, ISO 3166. */
  readonly country: string | undefined;
  readonly ask: Ask | undefined;
  readonly report: Report;
}
