import type { Random } from './random.ts';

interface WorkspaceOptions {
  readonly indexLagMs: number;
  readonly now: () => number;
  readonly random: Random;
  readonly switches: Readonly<Record<string, unknown>>;
}

/**
 * One emulated workspace: its clock, its chance and its switches. What it holds stands in the stores of the resources, each of
 * which is reached through the `…Of(workspace)` of its folder.
 */
export class Workspace {
  /** Read by the `…SwitchesOf(workspace)` of whoever declares them. */
  readonly switches: Readonly<Record<string, unknown>>;
  readonly random: Random;
  /** How long list and search lag behind writes. */
  readonly indexLagMs: number;
  readonly #now: () => number;
  readonly #machine: string;
  #counter = 0;
  #momentMs: number | undefined;

  constructor(options: WorkspaceOptions) {
    this.switches = options.switches;
    this.random = options.random;
    this.indexLagMs = options.indexLagMs;
    this.#now = options.now;
    this.#machine = options.random.hex(10);
  }

  nowMs(): number {
    return this.#momentMs ?? this.#now();
  }

  /** Unix seconds. */
  now(): number {
    return Math.floor(this.nowMs() / 1000);
  }

  /** Does what was due at an earlier moment: it is dated then. */
  at(atMs: number, work: () => void): void {
    const before = this.#momentMs;
    this.#momentMs = atMs;
    try {
      work();
    } finally {
      this.#momentMs = before;
    }
  }

  /** 24 hex characters that sort by creation, as Intercom's do (intercom 4.1, 4.5). */
  newId(createdAt: number): string {
    this.#counter += 1;
    const seconds = Math.min(Math.max(0, createdAt), 0xffff_ffff);
    return `${hex(seconds, 8)}${this.#machine}${hex(this.#counter, 6)}`;
  }
}

/**
 * The store that a resource keeps in each workspace, made when it is first asked for:
 *
 * ```
 * export const tagsOf = storeOf(() => new TagStore());
 * tagsOf(workspace).find('vip');
 * ```
 */
export function storeOf<T extends object>(make: (workspace: Workspace) => T): (workspace: Workspace) => T {
  const stores = new WeakMap<Workspace, T>();
  return (workspace) => {
    const known = stores.get(workspace);
    if (known !== undefined) return known;
    const made = make(workspace);
    stores.set(workspace, made);
    return made;
  };
}

function hex(value: number, length: number): string {
  return Math.floor(value).toString(16).padStart(length, '0').slice(-length);
}
