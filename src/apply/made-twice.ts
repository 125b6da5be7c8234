import type { KindWriter } from '../kinds/kind-reader.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { isIntercomFailure } from '../types/intercom.ts';
import type { ApplyKind, Work } from './work.ts';

/** What is there twice of what this run created: another apply may have made the same at the same time, and nothing refuses it. */
export async function madeTwice(works: readonly Work[], writer: KindWriter): Promise<readonly Diagnostic[]> {
  const created = new Map<ApplyKind, Work[]>();
  for (const work of works) {
    const { kind, change } = work;
    if (kind.madeTwice === undefined || !work.written) continue;
    if (!kind.steps(change).some(({ creates }) => creates)) continue;
    created.set(kind, [...(created.get(kind) ?? []), work]);
  }
  const findings = [...created].map(async ([kind, own]) => {
    try {
      return (
        (await kind.madeTwice?.(
          own.map(({ change }) => change),
          writer,
        )) ?? []
      );
    } catch (failure) {
      if (!isIntercomFailure(failure)) throw failure;
      return own.map(({ change }) => notListed(change.address, failure.message));
    }
  });
  return (await Promise.all(findings)).flat();
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
