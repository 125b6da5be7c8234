import { kindOfSets } from '../../kinds/declared/sets.ts';
import { kindOf } from '../../kinds/index.ts';
import type { Change } from '../../types/change.ts';
import type { Cost } from '../../types/plan.ts';
import { DistinctCount } from '../changes/distinct-count.ts';
import { isInSet } from '../changes/kind-facts.ts';
import { isDoubtful } from '../changes/merge-facts.ts';
import { counted, listed, thousands } from '../words/counted.ts';
import { duration } from '../words/duration.ts';
import { inert } from '../words/inert.ts';

/**
 * What the plan means beyond its rows: how many contacts, what may be sent to them at once, what cannot be undone, what it
 * costs. Empty for an empty plan. Filled change by change.
 */
export class Consequences {
  #changes = 0;
  #contacts = 0;
  #created = 0;
  /** How many of the created ones have a field that keeps messages quiet. */
  #marked = 0;
  #doubtful = 0;
  // Somebody who leaves two sets has two changes and is counted once.
  readonly #changed = new DistinctCount();
  readonly #onCreate = new Set<string>();
  readonly #undoable = new Map<readonly [string, string], number>();

  take(change: Change): void {
    this.#changes += 1;
    if (isInSet(change.kind)) this.#takeContact(change);
    if (isDoubtful(change)) this.#doubtful += 1;
    if (!change.irreversible) return;
    const retypes = kindOf(change.kind)?.guards?.retype?.(change) ?? 0;
    const noun = retypes > 0 ? RETYPES : NOUNS[change.action];
    this.#undoable.set(noun, (this.#undoable.get(noun) ?? 0) + 1);
  }

  #takeContact(change: Change): void {
    this.#contacts += 1;
    if (change.action !== 'create') {
      this.#changed.add(change.id ?? change.address);
      return;
    }
    this.#created += 1;
    const { on_create = [] } = change.context ?? {};
    if (on_create.length === 0) return;
    this.#marked += 1;
    for (const field of on_create) this.#onCreate.add(field);
  }

  sentences(cost: Cost): string[] {
    if (this.#changes === 0) return [];
    return [...this.#contactSentences(), ...this.#undoSentences(), costSentence(cost)];
  }

  #contactSentences(): string[] {
    if (this.#contacts === 0) return [];
    const created = this.#created;
    const changed = this.#changed.size;
    const { one, many } = kindOfSets().words;
    const people = (count: number) => counted(count, one, many);
    const parts = [
      ...(created > 0 ? [`${people(created)} created`] : []),
      ...(changed > 0 ? [`${created > 0 ? thousands(changed) : people(changed)} changed`] : []),
    ];
    return [`${listed(parts)}.`, this.#messageSentence()];
  }

  /**
   * Messages, series and workflows that are live match contacts as soon as they are created or changed; an attribute in the
   * create request itself is the only way to exclude new ones in time (design 3.5, on_create).
   */
  #messageSentence(): string {
    const warning = 'Live messages, series and workflows whose audience they match may fire at once.';
    if (this.#created === 0) return warning;
    if (this.#marked === 0) {
      return `${warning} To keep them quiet for new contacts, set an attribute with on_create and exclude it from their audience.`;
    }
    const fields = [...this.#onCreate].sort().map(inert);
    const who =
      this.#marked === this.#created
        ? 'every new contact'
        : `${thousands(this.#marked)} of the ${thousands(this.#created)} new contacts`;
    return `${warning} on_create sets ${listed(fields)} on ${who}: exclude it from their audience to keep them quiet.`;
  }

  #undoSentences(): string[] {
    if (this.#undoable.size === 0) return [];
    const parts = [...this.#undoable].map(
      ([noun, count]) => `${thousands(count)} ${noun[count === 1 ? 0 : 1]}`,
    );
    return [`Cannot be undone: ${listed(parts)}.`, ...this.#doubtSentence()];
  }

  /** Two people of one household or office may share a phone. */
  #doubtSentence(): string[] {
    const count = this.#doubtful;
    if (count === 0) return [];
    const which = `${count === 1 ? 'shares' : 'share'} no email, only a phone or nothing`;
    return [`Check ${counted(count, ...NOUNS.merge)} that ${which}: they may join two people.`];
  }
}

const RETYPES: readonly [string, string] = ['text that becomes a list', 'texts that become lists'];

const NOUNS: Readonly<Record<Change['action'], readonly [string, string]>> = {
  create: ['create', 'creates'],
  update: ['update', 'updates'],
  convert: ['conversion', 'conversions'],
  merge: ['merge', 'merges'],
  archive: ['archive', 'archives'],
  unarchive: ['unarchive', 'unarchives'],
  delete: ['deletion', 'deletions'],
};

function costSentence({ reads, writes, seconds, recheck, bulk }: Cost): string {
  const again =
    recheck === undefined || recheck.reads === 0
      ? ''
      : ` and ${counted(recheck.reads, 're-read')} (${recheck.mode})`;
  const many = bulk === undefined ? '' : ` (${bulkWords(bulk)})`;
  const slow = bulk === undefined ? '' : ", plus the time that Intercom's jobs and search take";
  return `Took ${counted(reads, 'read')}; applying needs ${counted(writes, 'write')}${many}${again}, at least ${duration(seconds)} under the rate limit${slow}.`;
}

/** Creates and updates as one. */
function bulkWords({ updates, ...creates }: NonNullable<Cost['bulk']>): string {
  const sum = (name: keyof typeof creates) => creates[name] + (updates?.[name] ?? 0);
  const { one, many } = kindOfSets().words;
  return `${counted(sum('contacts'), one, many)} in ${counted(sum('requests'), 'bulk request')}, read back in ${sum('reads')}`;
}
