import { randomBytes, randomUUID } from 'node:crypto';
import { isJsonObject, type Json, type JsonObject } from '../types/json.ts';
import { StoreError } from './store-error.ts';

/** The format that this version writes. */
const CURRENT_VERSION = 2;
const NAME = /^interform-store\/(\d+)$/;
const hashKeyBytes = 32;

/** The description that a store holds of itself. */
export interface StoreFormat {
  /** Tells a store from another one that was made in its place. */
  readonly id: string;
  /** The key of the keyed hashes. */
  readonly hashKey: Uint8Array;
}

/** Where a backend keeps the description of its store: a file, or a key. */
export interface FormatKeeper {
  /** The place, for people. */
  readonly where: string;
  /** Undefined where there is none. */
  read(): Promise<string | undefined>;
  /** True where nothing at all is kept, so that a store can be made. */
  isEmpty(): Promise<boolean>;
  /** Makes the store, unless another process has just done it. */
  create(text: string): Promise<void>;
  /** Replaces the description at once or not at all. */
  replace(text: string): Promise<void>;
}

/**
 * Upgrades the description of a store, and all that the store holds, to the next version. It may be killed at any instant
 * and run again, because the description, which names the version, is written last.
 */
export type Upgrade = (format: JsonObject) => Promise<JsonObject>;

/**
 * Version → the upgrade to the next one. Every earlier version has one.
 *
 *   1   lines of journals have no marks     2   they have; lines without are read as before
 */
const UPGRADES: ReadonlyMap<number, Upgrade> = new Map([[1, async (format) => format]]);

export interface Settling {
  readonly mode: 'read' | 'write';
  /** For tests, as is `current`. */
  readonly upgrades?: ReadonlyMap<number, Upgrade>;
  readonly current?: number;
}

/**
 * The description of a store. To `write`, it is created where it is missing and upgraded where it is older; to `read`, it is
 * undefined where it is missing, and an older one is refused. A description that is newer or not interform's is refused and
 * left as it is.
 */
export async function settleFormat(
  keeper: FormatKeeper,
  { mode, upgrades = UPGRADES, current = CURRENT_VERSION }: Settling,
): Promise<StoreFormat | undefined> {
  let text = await keeper.read();
  if (text === undefined && !(await keeper.isEmpty())) {
    // Another process may have made it since.
    text = await keeper.read();
    if (text === undefined)
      throw foreign(
        keeper.where,
        'it contains files or keys, but none that marks it as a store of interform',
      );
  }
  if (text === undefined && mode === 'read') return undefined;
  if (text === undefined) {
    await keeper.create(newFormat(current));
    text = await keeper.read();
  }
  const { format, version } = parsed(text ?? '', keeper.where);
  if (version > current) {
    throw new StoreError({
      code: 'store-newer',
      summary: `the store in ${keeper.where} was written by a newer interform`,
      detail: `its format is ${String(format['format'])}; this version can use interform-store/${current}`,
      help: 'use the version of interform that wrote it, or a later one. Nothing in the store was changed',
    });
  }
  if (version < current && mode === 'read') {
    throw new StoreError({
      code: 'store-older',
      summary: `the store in ${keeper.where} was written by an older interform`,
      detail: `its format is ${String(format['format'])}. A plan writes nothing, so it does not upgrade the store`,
      help: 'the next apply upgrades it',
    });
  }
  if (version === current) return checked(format, keeper.where);
  return upgraded(format, version, keeper, { upgrades, current });
}

async function upgraded(
  format: JsonObject,
  version: number,
  keeper: FormatKeeper,
  { upgrades, current }: { readonly upgrades: ReadonlyMap<number, Upgrade>; readonly current: number },
): Promise<StoreFormat> {
  let now = format;
  for (let at = version; at < current; at += 1) {
    const upgrade = upgrades.get(at);
    if (upgrade === undefined) throw foreign(keeper.where, `no version ever wrote interform-store/${at}`);
    now = { ...(await upgrade(now)), format: `interform-store/${at + 1}` };
  }
  // Checked before it is written, so that a damaged description stays as it is.
  const whole = checked(now, keeper.where);
  await keeper.replace(`${JSON.stringify(now)}\n`);
  return whole;
}

function newFormat(version: number): string {
  const format = {
    format: `interform-store/${version}`,
    created_at: new Date().toISOString(),
    id: randomUUID(),
    hash_key: randomBytes(hashKeyBytes).toString('base64'),
  };
  return `${JSON.stringify(format)}\n`;
}

function parsed(text: string, where: string): { readonly format: JsonObject; readonly version: number } {
  const format = objectOf(text);
  const [, version] = NAME.exec(String(format?.['format'])) ?? [];
  if (format === undefined || version === undefined)
    throw foreign(where, 'its description is not one of interform');
  return { format, version: Number(version) };
}

function objectOf(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function checked(format: JsonObject, where: string): StoreFormat {
  const { id, hash_key } = format;
  const hashKey = Buffer.from(typeof hash_key === 'string' ? hash_key : '', 'base64');
  if (typeof id === 'string' && hashKey.length === hashKeyBytes)
    return { id, hashKey: new Uint8Array(hashKey) };
  throw new StoreError({
    code: 'store-damaged',
    summary: `the store in ${where} is damaged`,
    detail: 'its description has no id or no key',
    help: 'restore it from a backup, or move it away. Without it, interform knows nothing about earlier runs',
  });
}

function foreign(where: string, detail: string): StoreError {
  return new StoreError({
    code: 'store-foreign',
    summary: `${where} is not a store of interform`,
    detail: `${detail}; nothing in it was changed`,
    help: 'name another place with store: in interform.yaml, or move what is there',
  });
}
