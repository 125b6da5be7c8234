import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { errorCode } from '../../types/error-code.ts';
import { isJsonObject } from '../../types/json.ts';
import type { LockOwner } from '../../types/store.ts';
import { readOwner, unknownOwner } from '../lock-owner.ts';
import type { ProcessMark } from './lock-process.ts';

/** What a file in locks/ holds: a lock, or the claim of a process that removes a lock. */
export interface LockContent {
  readonly owner: LockOwner;
  readonly process: ProcessMark;
  /** In a claim: the file that its holder may remove, and the id that this file must hold. */
  readonly of?: { readonly file: string; readonly id: string };
}

/** Such a file as it was found. */
export interface FoundLock {
  /** The id of its owner; for a file that cannot be read, one made of its bytes. */
  readonly id: string;
  /** Changes with each sign of life. */
  readonly beat: string;
  /** When the last sign of life was, as the file system says; milliseconds since the epoch. */
  readonly touchedAt: number;
  /** Undefined where it is torn or of another program. */
  readonly content: LockContent | undefined;
}

const FORMAT = 'interform-lock/1';

export function lockText(content: LockContent): string {
  return `${JSON.stringify({ format: FORMAT, ...content })}\n`;
}

/** Undefined where there is no file. It is opened each time, because on a network file system only opening asks the server. */
export function readLock(path: string): FoundLock | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const { mtimeNs, mtimeMs } = fstatSync(file, { bigint: true });
    const text = readFileSync(file, 'utf8');
    const content = parse(text);
    const id =
      content?.owner.id ?? `unreadable-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
    return { id, beat: String(mtimeNs), touchedAt: Number(mtimeMs), content };
  } finally {
    closeSync(file);
  }
}

/** Who holds it, as far as it can be read. */
export function ownerOf({ id, content, touchedAt }: FoundLock, workspace: string): LockOwner {
  return content?.owner ?? unknownOwner(id, workspace, Math.round(touchedAt));
}

function parse(text: string): LockContent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isJsonObject(value) || value['format'] !== FORMAT) return undefined;
  const owner = readOwner(value['owner']);
  const { process, of } = value;
  if (owner === undefined || !isJsonObject(process) || !('boot' in process)) return undefined;
  // Written whole by this program: what is of this format and has these keys has the others.
  const content = { owner, process: process as unknown as ProcessMark };
  return isJsonObject(of) ? { ...content, of: of as unknown as NonNullable<LockContent['of']> } : content;
}
