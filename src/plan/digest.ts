import { createHash } from 'node:crypto';
import { type Change, type FieldChange, isMembership } from '../types/change.ts';
import type { PlanDocument } from '../types/plan.ts';
import { canonicalJson } from './file/canonical-json.ts';

/** How much text is hashed at a time. */
const HASH_CHARACTERS = 64 * 1024;

export type Digested = Pick<PlanDocument, 'format' | 'workspace' | 'intercom_version' | 'changes'>;

/**
 * What a plan does, as one name: `sha256:` and 64 hex digits (design 6.1). Hashed is the UTF-8 text of the canonical JSON of
 *
 *     {"changes":[{"action":…,"address":…,"fields":{…},"id":…},…],
 *      "format":"interform-plan/1","intercom_version":"2.16","workspace":{"id":"…"}}
 *
 * (without the line break), with the changes in the order of the document and nothing else: reasons, notes, guards, cost,
 * diagnostics and where things were declared do not count. Fed change by change, so that a large plan is never one string.
 */
export function planDigest(plan: Digested): string {
  const tally = new DigestTally();
  for (const change of plan.changes) tally.take(change);
  return tally.digest(plan);
}

/** The digest of changes that come one after the other. */
export class DigestTally {
  readonly #hash = createHash('sha256').update('{"changes":[');
  #text = '';
  #isFirst = true;

  take(change: Change): void {
    this.#text += `${this.#isFirst ? '' : ','}${changeText(change)}`;
    this.#isFirst = false;
    // Hashing little by little costs more than hashing.
    if (this.#text.length < HASH_CHARACTERS) return;
    this.#hash.update(this.#text);
    this.#text = '';
  }

  /** The last that is asked of it. */
  digest(plan: Omit<Digested, 'changes'>): string {
    const hash = this.#hash.update(this.#text);
    hash.update(`],"format":${canonicalJson(plan.format)}`);
    hash.update(`,"intercom_version":${canonicalJson(plan.intercom_version)}`);
    hash.update(`,"workspace":${canonicalJson({ id: plan.workspace.id })}}`);
    return `sha256:${hash.digest('hex')}`;
  }
}

/** `canonicalJson` of the four members, written out: this is most of the work of planning a large workspace. */
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
