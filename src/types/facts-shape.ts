import { FACT_RANGES, FACTS_FORMAT, type FactName } from './facts.ts';
import { isJsonObject } from './json.ts';
import { array, literal, matching, object, type Shape, string } from './shape.ts';

const RANGES: ReadonlyMap<string, (typeof FACT_RANGES)[FactName]['takes']> = new Map(
  Object.entries(FACT_RANGES).map(([name, { takes }]) => [name, takes]),
);

/** A later version may know more names: they pass, and mean nothing here. */
const fact: Shape = (value, path) =>
  object({
    name: string,
    question: string,
    assumed: answer,
    found: answer,
    state: literal('as_assumed', 'differs', 'not_probed'),
    how: string,
  })(value, path) ?? rangeProblem(value, path);

/** The shape of `interform-facts/1`. */
export const factsShape: Shape = object({
  format: literal(FACTS_FORMAT),
  tool: string,
  workspace: object({ id: string, name: string, region: string }),
  intercom_version: string,
  probed_at: matching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/, 'a time in UTC'),
  facts: array(fact),
});

function answer(value: unknown, path: string): string | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'number') return undefined;
  return `${path} must be a word, a number or null`;
}

function rangeProblem(value: unknown, path: string): string | undefined {
  if (!isJsonObject(value) || value['found'] === null) return undefined;
  const { name, found } = value;
  const takes = RANGES.get(String(name));
  if (takes === undefined) return undefined;
  if (takes === 'a count')
    return isCount(found) ? undefined : `${path}.found must be a whole number: the fact is ${String(name)}`;
  return takes.some((one) => one === found)
    ? undefined
    : `${path}.found of ${String(name)} must be one of ${takes.join(', ')}`;
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
