import { readdirSync } from 'node:fs';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import type { JsonObject } from '../../src/types/json.ts';

/** A call that the emulator must answer with the same keys as the example in the description. */
export type ExampleCall = [operation: string, path: string, body?: JsonObject];

/** What the contract tests need to know of one resource of the emulator. Each has a file in `resources/`. */
export interface DescribedResource {
  /** Endpoints with sample values in their paths: each is called without a token, and with arbitrary bodies. */
  readonly endpoints: readonly string[];
  /** Those endpoints that refuse nothing but a missing token. */
  readonly onlyForTheToken?: readonly string[];
  /** One call for each operation whose successful answer has an example. */
  readonly examples: readonly ExampleCall[];
  /** Operations with such an example that the emulator only refuses. */
  readonly refused?: readonly string[];
  /** Paths of keys in which answers differ from the examples for a good reason. */
  readonly differences?: readonly RegExp[];
  /** Examples of requests that show an error or contradict the schema: `POST /tags: invalid_parameters`. */
  readonly wrongRequests?: readonly string[];
  /** The workspace in which the examples are called. */
  readonly seed?: EmulatorSeed;
}

const folder = new URL('resources/', import.meta.url);

/** By the names of their files. */
export const DESCRIBED: ReadonlyMap<string, DescribedResource> = new Map(
  await Promise.all(
    readdirSync(folder).map(async (file): Promise<[string, DescribedResource]> => {
      const { described }: { described: DescribedResource } = await import(new URL(file, folder).href);
      return [file.replace('.ts', ''), described];
    }),
  ),
);

/** The endpoints of these resources; of all where none is named. */
export function endpointsOf(...names: readonly string[]): readonly string[] {
  return (names.length === 0 ? [...DESCRIBED.keys()] : names).flatMap((name) => {
    const described = DESCRIBED.get(name);
    if (described === undefined) throw new Error(`no resources/${name}.ts`);
    return described.endpoints;
  });
}
