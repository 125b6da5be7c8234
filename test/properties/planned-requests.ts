import { stepsOf } from '../../src/app/request-cost.ts';
import type { EmulatorState } from '../../src/emulator/index.ts';
import { address } from '../../src/types/address.ts';
import type { Json, JsonObject } from '../../src/types/json.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import type { ChangeResult } from '../../src/types/result.ts';

/** The requests that a plan stands for, one a member of a bulk request, with the ids that its apply brought; sorted. */
export function requestsOf(
  plan: PlanDocument,
  state: EmulatorState,
  results: readonly ChangeResult[],
): string[] {
  const ids = new Map<string, string>();
  for (const { id, name } of state.tags()) ids.set(address('tag', name.toLowerCase()), id);
  for (const company of state.companies())
    ids.set(address('company', String(company['company_id'])), String(company['id']));
  for (const [index, { address: own, also }] of [...plan.changes].entries()) {
    const id = results[index]?.id;
    if (typeof id === 'string') for (const name of [own, ...also]) ids.set(name, id);
  }
  const idOf = (name: string) => ids.get(name) ?? `no id of ${name}`;
  return [...plan.changes]
    .flatMap((change) => stepsOf(change))
    .map(({ request }) => {
      const path = request.path.replace(/\{([^}]+)\}/g, (_, name: string) => idOf(name));
      return JSON.stringify([request.method, path, resolved(request.body ?? null, idOf)]);
    })
    .toSorted();
}

function resolved(value: Json, idOf: (name: string) => string): Json {
  if (Array.isArray(value)) return value.map((item: Json) => resolved(item, idOf));
  if (typeof value !== 'object' || value === null) return value;
  const reference = (value as JsonObject)['ref'];
  if (typeof reference === 'string') return idOf(reference);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolved(item, idOf)]));
}
