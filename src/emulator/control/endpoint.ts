import type { JsonObject } from '../../types/json.ts';
import type { World } from '../world.ts';
import type { Worlds } from '../worlds.ts';
import { refused } from './refusal.ts';

/** A request to the control plane. */
export interface ControlCall {
  readonly worlds: Worlds;
  readonly query: URLSearchParams;
  readonly body: string;
  /** What runs here, such as the version of the package. */
  readonly version: string | undefined;
}

export type ControlMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** One thing that can be controlled, below `/_emulator/`. */
export interface ControlEndpoint {
  readonly name: string;
  /** Gives the body of a 200, or throws a ControlRefusal and changes nothing. */
  readonly methods: Readonly<Partial<Record<ControlMethod, (call: ControlCall) => JsonObject>>>;
}

/** The one workspace that a call is about: that of `?token=` where each token has its own, else the one that there is. */
export function worldOf({ worlds, query }: ControlCall): World {
  const token = namedToken({ worlds, query });
  if (worlds.perToken && token === undefined)
    throw refused('Each token has a workspace of its own', 'say whose: ?token=TOKEN');
  return worlds.of(token);
}

/** The `?token=` of a call; undefined for all. */
export function namedToken({ worlds, query }: Pick<ControlCall, 'worlds' | 'query'>): string | undefined {
  const token = query.get('token') ?? undefined;
  if (token === '') throw refused('The token is empty', 'say whose workspace is meant: ?token=TOKEN');
  if (token !== undefined && !worlds.perToken)
    throw refused('All tokens share one workspace', 'leave ?token= out, or start with --per-token');
  return token;
}
