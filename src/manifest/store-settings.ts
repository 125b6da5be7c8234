import { posix } from 'node:path';
import type { Report } from '../types/diagnostic.ts';
import { type Files, isWithin } from '../types/files.ts';
import { isJsonObject, type Json, type JsonObject } from '../types/json.ts';
import type { Place } from '../types/place.ts';
import type { StorePlace, StoreSettings } from '../types/store.ts';
import { durationMs } from './duration.ts';

const DEFAULT_PATH = '.interform';

interface Context {
  /** Absolute path of the project folder. */
  readonly folder: string;
  readonly files: Files;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly report: Report;
  place(path: readonly string[]): Place | undefined;
}

/**
 * The settings under `store:` with their defaults. `settings`: the project with the environment merged over it; `overlay`: the
 * environment alone. The schema has checked types and words.
 */
export async function storeSettings(
  settings: JsonObject,
  overlay: JsonObject,
  context: Context,
): Promise<StoreSettings> {
  const written = settings['store'];
  const store = isJsonObject(written) ? written : {};
  const ci = (context.env['CI'] ?? '') !== '';
  const rules = {
    index_lag: durationOf(store['index_lag'], '5m'),
    keep_values: typeof store['keep_values'] === 'boolean' ? store['keep_values'] : !ci,
    keep: durationOf(store['keep'], '90d'),
  };
  const place = written === 'none' ? { kind: 'none' as const } : placeOf(store, overlay, context);
  if (place.kind === 'folder') await checkInside(place.path, context);
  return { ...place, ...rules };
}

/**
 * A store has one place. So where the environment names one, be it a path or a URL, both settings of the project are ignored,
 * although maps otherwise merge.
 */
function placeOf(store: JsonObject, overlay: JsonObject, { report, place }: Context): StorePlace {
  const own = isJsonObject(overlay['store']) ? overlay['store'] : {};
  const decides = 'path' in own || 'url_env' in own ? own : store;
  const { path, url_env } = decides;
  if (path !== undefined && url_env !== undefined) {
    report({
      code: 'store-two-places',
      severity: 'error',
      summary: 'the store has both path and url_env',
      detail: 'it is kept in one place',
      help: 'take one of them out',
      ...place(['store', 'url_env']),
    });
  }
  if (typeof url_env === 'string') return { kind: 'redis', url_env };
  return { kind: 'folder', path: typeof path === 'string' ? normal(path) : DEFAULT_PATH };
}

function normal(path: string): string {
  return posix.normalize(path).replace(/\/$/, '');
}

/** A pull request could bring a path or a link. Nothing outside the project is written. */
async function checkInside(path: string, { folder, files, report, place }: Context): Promise<void> {
  const outside = posix.isAbsolute(path) || path === '.' || path.split('/')[0] === '..';
  const root = (await files.resolve(folder)) ?? folder;
  const real = outside ? undefined : await nearestReal(folder, path, files);
  if (!outside && (real === undefined || isWithin(root, real))) return;
  report({
    code: 'store-outside',
    severity: 'error',
    summary:
      path === '.'
        ? 'the store cannot be the project folder itself'
        : 'the store is outside the project folder',
    detail: outside ? path : `${path} is reached through a link that leads out`,
    help: `name a folder inside the project, such as ${DEFAULT_PATH}`,
    ...place(['store', 'path']),
  });
}

/** The real path of the folder, or of the nearest folder above it that exists. */
async function nearestReal(folder: string, path: string, files: Files): Promise<string | undefined> {
  for (let at = path; at !== '.'; at = posix.dirname(at)) {
    const real = await files.resolve(posix.join(folder, at));
    if (real !== undefined) return real;
  }
  return undefined;
}

function durationOf(value: Json | undefined, fallback: string): number {
  return durationMs(typeof value === 'string' ? value : fallback);
}
