import type { Masking } from '../app/masking.ts';
import { firstWordsIn, type Names, NO_NAMES, namesFrom } from '../render/mask/names.ts';
import type { Diagnostic } from '../types/diagnostic.ts';

/** The names that the findings of a command repeat. Rows may be a million, and most runs find nothing. */
export class NamedPeople {
  #names: Names = NO_NAMES;

  /** Reads the names of the project where these findings hold words that none before them held. */
  async within(findings: readonly Diagnostic[], masking: Masking | undefined): Promise<Names> {
    if (masking?.values === undefined || findings.length === 0) return this.#names;
    const words = firstWordsIn(findings, masking);
    if (!this.#names.covers(words))
      this.#names = await namesFrom(masking.values(), this.#names.wordsWith(words));
    return this.#names;
  }
}
