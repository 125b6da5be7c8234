import type { KindWriter } from '../kinds/kind-reader.ts';
import type { Change } from '../types/change.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { isIntercomFailure } from '../types/intercom.ts';
import type { ApplyKind, Work } from './work.ts';

/** What is there twice of what this run created: another apply may have made the same at the same time, and nothing refuses it. */
export class MadeTwice {
  readonly #created = new Map<ApplyKind, Change[]>();

  /** Notes a change that ended, where its kind lets several have one name. */
  ended({ kind, change, written }: Work): void {
    if (kind.madeTwice === undefined || !written) return;
    if (!kind.steps(change).some(({ creates }) => creates)) return;
    this.#created.set(kind, [...(this.#created.get(kind) ?? []), change]);
  }

  async findings(writer: KindWriter): Promise<readonly Diagnostic[]> {
    const findings = [...this.#created].map(async ([kind, own]) => {
      try {
        return (await kind.madeTwice?.(own, writer)) ?? [];
      } catch (failure) {
        if (!isIntercomFailure(failure)) throw failure;
        return own.map(({ address }) => notListed(address, failure.message));
      }
    });
    return (await Promise.all(findings)).flat();
  }
}

function notListed(address: string, why: string): Diagnostic {
  return {
    code: 'created-not-listed',
    severity: 'warning',
    summary: 'what this run created could not be listed again',
    detail: `whether another apply made the same at the same time is not known: ${why}`,
    help: 'plan again: an error says what is there twice',
    address,
  };
}
