import type { Json, JsonObject } from '../../types/json.ts';
import type { Workspace } from '../workspace.ts';
import type { ReportProblem } from './problem.ts';
import type { SeedShape } from './shape.ts';

/** What a resource has to say about its part of a seed. A workspace is filled resource by resource, in the order of their list. */
export interface SeedPart<Seed> {
  readonly shape: SeedShape;
  /** Its part in the seed's own form, where it was pasted from answers of the API. The shape of the seed has been checked. */
  readonly plain?: (part: Json, seed: JsonObject, report: ReportProblem) => Json;
  /** Reports ids that stand twice, and what it refers to and other parts do not hold. */
  readonly check?: (seed: Seed, report: ReportProblem) => void;
  /**
   * Fills its store; list and search see it at once.
   *
   * @throws SeedError for a value that no write could have stored.
   */
  readonly load: (seed: Seed, workspace: Workspace) => void;
  /** The same the other way round, undefined for nothing; where it is absent, `records` can stand in a seed as they are. */
  readonly save?: (workspace: Workspace) => Json | undefined;
}
