import type { EmulatorSeed } from './resources/index.ts';
import type { World } from './world.ts';

/** How many workspaces there are at most where each token has its own; the one that was not used for longest gives way. */
export const MOST_WORKSPACES = 200;

/** Makes a workspace that starts with this seed, or with that of the start. */
type MakeWorld = (seed?: EmulatorSeed) => World;

/** The workspaces of an emulator: one that all tokens share, or one for each token. */
export class Worlds {
  /** The one that all share; with one for each token, that of requests without any. */
  readonly shared: World;
  readonly perToken: boolean;
  readonly #make: MakeWorld;
  /** Least recently used first. */
  readonly #byToken = new Map<string, World>();
  #seed: EmulatorSeed | undefined;
  #givenUp = 0;

  constructor(make: MakeWorld, perToken: boolean) {
    this.#make = make;
    this.perToken = perToken;
    this.shared = make();
  }

  /** The workspace of a token, made when it is first asked for. */
  of(token: string | undefined): World {
    if (!this.perToken || token === undefined) return this.shared;
    const world = this.#byToken.get(token) ?? this.#make(this.#seed);
    this.#byToken.delete(token);
    this.#byToken.set(token, world);
    this.#giveUpOldest();
    return world;
  }

  get count(): number {
    return this.perToken ? this.#byToken.size : 1;
  }

  /** How many gave way to others. */
  get givenUp(): number {
    return this.#givenUp;
  }

  /**
   * All as at the start; a seed that is given is the one from now on, null that of the start again.
   *
   * @throws SeedError when the seed holds what no workspace could; then all stays as it was.
   */
  reset(seed?: EmulatorSeed | null): void {
    this.shared.reset(seed);
    this.#byToken.clear();
    this.#givenUp = 0;
    if (seed !== undefined) this.#seed = seed ?? undefined;
  }

  #giveUpOldest(): void {
    const [oldest] = this.#byToken.keys();
    if (oldest === undefined || this.#byToken.size <= MOST_WORKSPACES) return;
    this.#byToken.delete(oldest);
    this.#givenUp += 1;
  }
}
