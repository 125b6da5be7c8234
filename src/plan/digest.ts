import { createHash } from 'node:crypto';
import { type Change, type FieldChange, isMembership } from '../types/change.ts';
import type { PlanDocument } from '../types/plan.ts';
import { canonicalJson } from './file/canonical-json.ts';

/** How much text is hashed at a time. */
const HASH_CHARACTERS = 64 * 1024;

export type Digested = Pick<PlanDocument, 'format' | 'workspace' | 'intercom_version' | 'changes'>;

/**
 * The digest of a plan: `sha256:` and 64 hex digits, equal for plans that do the same (design 6.1). It is taken over the UTF-8
 * text of the canonical JSON of
 *
 *     {"changes":[{"action":…,"address":…,"fields":{…},"id":…},…],
 *      "format":"interform-plan/1","intercom_version":"2.16","workspace":{"id":"…"}}
 *
 * (without the line break), with the changes in the order of the document, and over nothing else: reasons, notes, guards, cost,
 * diagnostics and sources do not count. The text is hashed change by change, so that a large plan is never one string.
 */
export function planDigest(plan: Digested): string {
  const tally = new DigestTally();
  for (const change of plan.changes) tally.take(change);
  return tally.digest(plan);
}

/** Computes the digest while changes are handed in one at a time. */
export class DigestTally {
  readonly #hash = createHash('sha256').update('{"changes":[');
  #text = '';
  #isFirst = true;

  take(change: Change): void {
    this.#text += `${this.#isFirst ? '' : ','}${changeText(change)}`;
    this.#isFirst = false;
    // Many small updates of the hash cost more than the hashing.
    if (this.#text.length < HASH_CHARACTERS) return;
    this.#hash.update(this.#text);
    this.#text = '';
  }

  /** Call it once, after the last `take`: it ends the hash. */
  digest(plan: Omit<Digested, 'changes'>): string {
    const hash = this.#hash.update(this.#text);
    hash.update(`],"format":${canonicalJson(plan.format)}`);
    hash.update(`,"intercom_version":${canonicalJson(plan.intercom_version)}`);
    hash.update(`,"workspace":${canonicalJson({ id: plan.workspace.id })}}`);
    return `sha256:${hash.digest('hex')}`;
  }
}

/**
 * The canonical JSON of the four members that the digest counts. Written by hand for speed: this is most of the work of
 * planning a large workspace.
 */
export function changeText({ address, action, id, fields }: Change): string {
  let members = '';
  for (const path of Object.keys(fields).sort()) {
    const field = fields[path];
    if (field === undefined) continue;
    members += `${members === '' ? '' : ','}${JSON.stringify(path)}:${fieldText(field)}`;
  }
  const [actionText, addressText, idText] = [
    JSON.stringify(action),
    JSON.stringify(address),
    JSON.stringify(id),
  ];
  return `{"action":${actionText},"address":${addressText},"fields":{${members}},"id":${idText}}`;
}

function fieldText(field: FieldChange): string {
  if (isMembership(field)) {
    return `{"add":${canonicalJson(field.add)},"remove":${canonicalJson(field.remove)}}`;
  }
  const before = field.before === undefined ? '' : `,"before":${canonicalJson(field.before)}`;
  return `{"after":${canonicalJson(field.after)}${before}}`;
}
