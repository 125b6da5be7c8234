import type { Diagnostic } from '../../types/diagnostic.ts';
import { nearest } from '../../types/nearest.ts';
import { GUARD_VERBS, type GuardVerb } from '../../types/plan.ts';

export type Allowance =
  | { readonly verb: GuardVerb; readonly limit: number; readonly diagnostic?: undefined }
  | { readonly diagnostic: Diagnostic };

/** Parses `--allow merge=50`: at most fifty merges in this run. */
export function parseAllowance(text: string): Allowance {
  const [, name = '', number] = /^\s*([^=]*?)\s*(?:=\s*(.*?)\s*)?$/s.exec(text) ?? [];
  const verb = GUARD_VERBS.find((known) => known === name);
  if (verb === undefined) return { diagnostic: unknownVerb(name) };
  if (number === undefined || !/^\d{1,15}$/.test(number)) return { diagnostic: notANumber(text, verb) };
  return { verb, limit: Number(number) };
}

function unknownVerb(name: string): Diagnostic {
  if (name === 'incomplete_read') {
    return {
      code: 'unknown-guard',
      severity: 'error',
      summary: 'an incomplete read cannot be allowed',
      detail: 'nothing is planned from rows that did not all arrive',
      help: 'plan again; Intercom may have been changing while it was read',
    };
  }
  const meant = nearest(name.replaceAll('-', '_'), GUARD_VERBS);
  return {
    code: 'unknown-guard',
    severity: 'error',
    summary: `--allow does not know ${JSON.stringify(name)}`,
    ...(meant === undefined ? {} : { detail: `did you mean "${meant}"?` }),
    help: `verbs are ${GUARD_VERBS.join(', ')}; write --allow ${meant ?? 'merge'}=50`,
  };
}

function notANumber(text: string, verb: GuardVerb): Diagnostic {
  return {
    code: 'bad-allowance',
    severity: 'error',
    summary: `--allow ${text.trim()} names no number`,
    detail: 'an allowance is the largest number of such changes that this run may make, as a whole number',
    help: `write --allow ${verb}=50`,
  };
}
