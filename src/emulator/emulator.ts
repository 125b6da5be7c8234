import { tokenIn } from './checks.ts';
import { answerControl } from './control/control.ts';
import { createFetch } from './fetch.ts';
import type { EmulatorRequest, EmulatorResponse } from './message.ts';
import type { EmulatorOptions } from './options.ts';
import { resources } from './resources/index.ts';
import { createRouter } from './router.ts';
import { type Listening, type ListenOptions, listen } from './server.ts';
import { settingsOf } from './settings.ts';
import { unservedRoutes } from './unserved.ts';
import { type EmulatedWorkspace, World } from './world.ts';
import { Worlds } from './worlds.ts';

/**
 * A local Intercom, reached in process or over HTTP. With a workspace for each token, its own members concern that of requests
 * without one.
 */
export interface Emulator extends EmulatedWorkspace {
  /** Answers in process, without a socket, whatever the host. */
  readonly fetch: typeof fetch;
  /** Serves the same workspace over HTTP. */
  listen(options?: ListenOptions): Promise<Listening>;
  /** The core of both: answers at once; delays and dropped connections are left to the caller. */
  handle(request: EmulatorRequest): EmulatorResponse;
  /** The workspace of a token, with `perToken`; else the one that all share. */
  ofToken(token: string): EmulatedWorkspace;
}

/**
 * Makes an emulator.
 *
 * @throws SeedError when the seed holds what no workspace could, RangeError for an unknown default version or a negative number.
 */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  const { perToken = false, control = true, version } = options;
  if (perToken && options.token !== undefined)
    throw new RangeError('token lets one token pass, and perToken is for many');
  const settings = settingsOf(options);
  const router = createRouter([...resources.flatMap(({ routes }) => routes), ...unservedRoutes]);
  const worlds = new Worlds((seed = options.seed ?? {}) => new World(settings, router, seed), perToken);
  const names = new Set<string>();
  const handle = (request: EmulatorRequest): EmulatorResponse => {
    const controlled = control ? answerControl(request, { worlds, version, names }) : undefined;
    return controlled ?? worlds.of(perToken ? tokenIn(request) : undefined).answer(request);
  };
  return Object.assign(worlds.shared, {
    handle,
    fetch: createFetch(handle),
    listen: (listenOptions: ListenOptions = {}) => {
      if (listenOptions.host !== undefined) names.add(listenOptions.host.toLowerCase());
      return listen(handle, listenOptions);
    },
    ofToken: (token: string) => worlds.of(token),
  });
}
