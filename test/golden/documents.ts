import type { MadePlan } from '../../src/app/plan.ts';
import type { EmulatorState } from '../../src/emulator/index.ts';
import type { Diagnostic } from '../../src/types/diagnostic.ts';
import type { ResultDocument } from '../../src/types/result.ts';
import { compactJson } from './compact-json.ts';

/**
 * The plan document without what has tests of its own or says nothing: tool, digests, guards that count nothing, empty
 * lists, the words of the diagnostics (they are in diagnostics.txt).
 */
export function planShown(exit: number, { plan, diagnostics }: MadePlan): string {
  const found = diagnostics.map(findingShown);
  const shownDiagnostics = found.length === 0 ? {} : { diagnostics: found };
  if (plan === undefined) return compactJson({ exit, ...shownDiagnostics });
  const { tool: _tool, digest: _digest, diagnostics: _words, ...kept } = plan;
  const { manifests, guards, summary, changes, cost, ...rest } = kept;
  return compactJson({
    exit,
    ...rest,
    version: manifests.version,
    summary: withoutBlanks(summary),
    guards: guards.filter((guard) => guard.count > 0 || guard.over),
    cost,
    changes: [...changes].map(withoutBlanks),
    ...shownDiagnostics,
  });
}

export function resultShown({ exit, summary, results, diagnostics }: ResultDocument): string {
  return compactJson({
    exit,
    summary: withoutBlanks(summary),
    results,
    ...(diagnostics.length === 0 ? {} : { diagnostics: diagnostics.map(findingShown) }),
  });
}

/** Every contact, live or not, with what it holds. */
export function contactsShown(state: EmulatorState): string {
  return compactJson(
    state.allContacts().map((contact) => {
      const { created_at: _created, updated_at: _updated, ...rest } = contact;
      // A lead's external_id is a random UUID, which says nothing.
      return withoutBlanks(rest.role === 'lead' ? { ...rest, external_id: null } : rest);
    }),
  );
}

function findingShown({ code, severity, address, file, line, column, row }: Diagnostic) {
  return { code, severity, address, file, line, column, row };
}

/** Without null, 0, false and "", and without empty lists and objects. The action and id of a change always stay. */
function withoutBlanks(item: object): object {
  const kept = Object.entries(item).filter(([key, value]) => {
    if (key === 'id') return true;
    if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
    return Boolean(value);
  });
  return Object.fromEntries(kept);
}
