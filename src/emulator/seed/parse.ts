import type { JsonObject } from '../../types/json.ts';
import { type EmulatorSeed, resources } from '../resources/index.ts';
import { checkShape } from './check-shape.ts';
import { type ReportProblem, SeedError, type SeedProblem } from './problem.ts';
import type { SeedShape } from './shape.ts';

/**
 * Checks the content of a seed file: shapes, unknown keys, and that what contacts refer to is there.
 *
 * @throws SeedError
 */
export function parseSeed(json: unknown): EmulatorSeed {
  const problems: SeedProblem[] = [];
  const report: ReportProblem = (path, message) => problems.push({ path, message });
  checkShape(json, seedShape(), '', report);
  if (problems.length > 0) throw new SeedError(problems);
  // The shape has just been checked: it is an object.
  const seed = plainSeed(json as JsonObject, report);
  for (const { seed: part } of resources) part?.check?.(seed, report);
  if (problems.length > 0) throw new SeedError(problems);
  return seed;
}

function seedShape(): SeedShape {
  const parts = resources.flatMap(({ name, seed }) => (seed === undefined ? [] : [[name, seed.shape]]));
  return { object: Object.fromEntries(parts) };
}

/** A seed with what was pasted from answers of the API in the seed's own form. */
function plainSeed(json: JsonObject, report: ReportProblem): EmulatorSeed {
  const plain = resources.flatMap(({ name, seed }) => {
    const part = json[name];
    return part === undefined || seed?.plain === undefined ? [] : [[name, seed.plain(part, json, report)]];
  });
  // The shape mirrors EmulatorSeed, and what differed from it has just been replaced.
  return { ...json, ...Object.fromEntries(plain) } as unknown as EmulatorSeed;
}
