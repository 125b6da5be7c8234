import type { Masking } from '../app/masking.ts';
import { firstWordsIn, type Names, NO_NAMES, namesFrom } from '../render/mask/names.ts';
import type { Diagnostic } from '../types/diagnostic.ts';

/** The names that findings contain. They are read from the manifests only when a finding is shown: there may be a million rows. */
export class NamedPeople {
  #names: Names = NO_NAMES;

  /** Reads the names again if these findings contain words that earlier ones did not. */
  async within(findings: readonly Diagnostic[], masking: Masking | undefined): Promise<Names> {
    if (masking?.values === undefined || findings.length === 0) return this.#names;
    const words = firstWordsIn(findings, masking);
    if (!this.#names.covers(words))
      this.#names = await namesFrom(masking.values(), this.#names.wordsWith(words));
    return this.#names;
  }
}
