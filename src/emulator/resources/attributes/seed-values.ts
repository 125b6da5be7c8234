import type { Model } from '../../../types/attribute-type.ts';
import type { Json, JsonObject } from '../../../types/json.ts';
import { EMPTY_LIST, EMPTY_OBJECT } from '../../empty.ts';
import { type ReportProblem, SeedError } from '../../seed/problem.ts';
import type { Workspace } from '../../workspace.ts';
import type { AttributesSeed } from './seed.ts';
import { attributesOf } from './store.ts';
import { attributeSwitchesOf } from './switches.ts';
import { mergeCustomAttributes } from './values.ts';

interface WithValues {
  readonly custom_attributes?: JsonObject;
}

/** Reports custom attributes of a seed's list whose names `attributes` does not declare for this model. */
export function checkCustomNames(
  item: WithValues,
  model: Model,
  path: string,
  declared: ReadonlySet<string>,
  report: ReportProblem,
): void {
  for (const name of Object.keys(item.custom_attributes ?? {})) {
    if (!declared.has(`${model}/${name}`))
      report(`${path}.custom_attributes.${name}`, `no ${model} attribute of this name in attributes`);
  }
}

/** `contact/plan` for every attribute that a seed declares. */
export function declaredNames({ attributes = [] }: AttributesSeed): ReadonlySet<string> {
  return new Set(attributes.map(({ model, name }) => `${model}/${name}`));
}

/**
 * The custom attributes of something in a seed, as its record keeps them.
 *
 * @throws SeedError for a value that no write could have stored.
 */
export function loadCustom(item: WithValues, model: Model, path: string, workspace: Workspace): JsonObject {
  const { custom_attributes: values } = item;
  if (values === undefined) return EMPTY_OBJECT;
  const attributes = attributesOf(workspace);
  // The values of archived attributes stay (intercom 3.7), so those are not refused as in a write.
  const stays = ([name, value]: [string, Json]): boolean =>
    value === null || attributes.find(model, name)?.archived === true;
  const entries = Object.entries(values);
  const kept = entries.some(stays) ? entries.filter(stays) : EMPTY_LIST;
  const written = kept.length === 0 ? values : Object.fromEntries(entries.filter((entry) => !stays(entry)));
  try {
    const stored = mergeCustomAttributes(
      EMPTY_OBJECT,
      written,
      model,
      attributes,
      attributeSwitchesOf(workspace),
    );
    return kept.length === 0 ? stored : { ...stored, ...Object.fromEntries(kept) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new SeedError([{ path: `${path}.custom_attributes`, message }]);
  }
}
