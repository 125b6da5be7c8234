import { asItCame } from '../../kinds/contact/comparing/as-it-came.ts';
import type { SettledPeople } from '../../kinds/contact/comparing/diff.ts';
import { foundKeys } from '../../kinds/contact/identity/meeting-keys.ts';
import { type Condition, type Conditional, planPart, settlePart } from '../../kinds/contact/identity/part.ts';
import type { Resolved } from '../../kinds/contact/identity/resolve.ts';
import { GROUP_RANKS, STATIONS } from '../../kinds/contact/identity/stations.ts';
import { isOfPairs } from '../../kinds/declared/sets.ts';
import { diffMerges } from '../../kinds/merge/diff.ts';
import type { ResolvedMerges } from '../../kinds/merge/resolve.ts';
import { addressSegments } from '../../types/address.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Diagnostic, Report } from '../../types/diagnostic.ts';
import type { Planned } from '../../types/kind.ts';
import type { LivePerson } from '../../types/person.ts';
import { type BehindOf, behindDeclaration } from '../origins.ts';
import type { PartRow } from './declared-people.ts';
import type { At, Finish, Ledger } from './ledger.ts';
import { placedChange } from './placed-change.ts';
import { NOTES } from './row-notes.ts';

/** The notes of a live contact that needs no change, whether or not detaching is withheld. */
const AS_IT_CAME = NOTES.wanted | NOTES.lasting | NOTES.member | NOTES.unchanged | NOTES.unchangedIfWithheld;

/** Rows that are planned together, with what was read for them. */
export class PartOfPeople {
  /** Built at the first use: most parts need no change and never use them. */
  #byAddress: ReadonlyMap<string, number> | undefined;
  #orderOf: ReadonlyMap<number, number> | undefined;
  readonly catalog: Catalog;
  readonly #declared: readonly PartRow[];
  readonly #ledger: Ledger;
  readonly #at: At;
  #station: { readonly rank: number; readonly order?: number | undefined } = { rank: STATIONS.identifying };

  constructor(declared: readonly PartRow[], catalog: Catalog, ledger: Ledger, at: At) {
    this.#declared = declared;
    this.catalog = catalog;
    this.#ledger = ledger;
    this.#at = at;
  }

  get #rows(): ReadonlyMap<string, number> {
    this.#byAddress ??= new Map(this.#declared.map(({ row, declaration }) => [declaration.address, row]));
    return this.#byAddress;
  }

  /** The position of each row's declaration. A declaration that replaced a duplicate has the position of that one. */
  get #orders(): ReadonlyMap<number, number> {
    this.#orderOf ??= new Map(this.#declared.map(({ row, declaration }) => [row, declaration.order]));
    return this.#orderOf;
  }

  /** Records the keys by which these rows meet others. */
  meet(): void {
    const { meetings, notes, fields } = this.#ledger;
    const walked = new Set<readonly LivePerson[]>();
    for (const { row, declaration } of this.#declared) {
      notes.begin(row, this.#at);
      const take = (key: string) => meetings.touch(row, key);
      foundKeys(declaration, this.catalog.people, fields, { take, walked });
    }
  }

  /** Counts the rows that need no change and meet no other row. Returns the others. */
  passOver(): readonly PartRow[] {
    const { meetings, notes } = this.#ledger;
    return this.#declared.filter(({ row, declaration }) => {
      const person = meetings.isAlone(row) ? asItCame(declaration, this.catalog) : undefined;
      if (person === undefined) return true;
      notes.note(row, AS_IT_CAME);
      this.#noteMember(row, declaration.set, person.id);
      return false;
    });
  }

  /** Decides who is who. `between` runs after that decision, and evaluates declared merges. */
  settle(between: () => void = () => {}): SettledPeople {
    const declared = this.#declared.map(({ declaration }) => declaration);
    const rows = new Map(this.#declared.map(({ row, declaration }) => [declaration.order, row]));
    const now = {
      leftAlone: this.catalog.leftAlone,
      orders: new Set<number>(),
      rowOf: (order: number) => rows.get(order) ?? -1,
      round: this.#at.round,
    };
    const settled = this.#ledger.uncertain.during(now, () =>
      settlePart(
        declared,
        this.catalog,
        {
          identity: this.report(true),
          conflicts: this.report(false),
          station: (rank, order) => {
            this.#station = { rank, order };
          },
        },
        between,
      ),
    );
    this.#note(settled.resolved);
    return settled;
  }

  /** Plans what does not depend on who left a set. */
  plan(settled: SettledPeople, finish: Finish): void {
    const later = new Set<string>();
    const people = planPart(settled, this.catalog, later);
    for (const { person, lead } of settled.resolved.wanted)
      if (later.has(person?.id ?? lead.address)) this.#noteAt(lead.address, NOTES.later);
    this.take(people, this.merges({ unchanged: [], skipped: [] }), finish);
  }

  /** Plans the merges of this part. */
  merges(resolved: ResolvedMerges): readonly Planned[] {
    this.#station = { rank: STATIONS.merges };
    return diffMerges(resolved, this.catalog, this.report(false));
  }

  /** Records what was planned, after `finish`. */
  take(people: readonly Conditional[], merges: readonly Planned[], finish: Finish): void {
    const all = [...people.map(({ planned }) => planned), ...merges];
    const behind = this.#behind();
    for (const [at, planned] of finish(all, this.catalog).entries())
      this.#takeOne(planned, people[at]?.when ?? 'always', behind);
    for (const merge of this.catalog.merges) {
      const { absorbedBy = '', into } = merge;
      const claim = into.address === undefined ? undefined : this.catalog.claims.at(into.address);
      const row = this.#rows.get(absorbedBy) ?? -1;
      this.#ledger.merges.push({ merge, claim, row, round: this.#at.round });
    }
  }

  /** Records each diagnostic with the row that it is about. `identity`: an error makes the set of its row faulty. */
  report(identity: boolean): Report {
    const { outcomes } = this.#ledger;
    return (finding) => {
      const row = this.#rowOf(finding);
      if (row >= 0 && finding.severity === 'error') this.#ledger.notes.note(row, NOTES.faulty);
      const { rank, order = this.#orders.get(row) ?? -1 } = this.#station;
      outcomes.finding(
        finding,
        { row, round: this.#at.round },
        { rank, order, faulty: identity && finding.severity === 'error' },
      );
    };
  }

  #behind(): BehindOf | undefined {
    const { behind } = this.#ledger;
    if (behind === undefined) return undefined;
    const others = behind.of(this.catalog);
    if (!behind.withRows) return others;
    const declared = new Map(this.#declared.map(({ declaration }) => [declaration.address, declaration]));
    return (change, address) => {
      const declaration = declared.get(address);
      return declaration === undefined ? others(change, address) : behindDeclaration(declaration);
    };
  }

  #takeOne(planned: Planned, when: Condition, behind: BehindOf | undefined): void {
    if (planned.state === 'change') {
      const row = this.#rowOf(planned.change);
      const placed = placedChange(planned, this.catalog, behind);
      this.#ledger.outcomes.change(placed, { row, round: this.#at.round }, when);
    } else if (planned.state === 'skipped') this.#noteAt(planned.address, NOTES.skipped);
    else {
      if (planned.also?.some((address) => this.#isFaulty(address)) === true)
        this.#noteAt(planned.address, NOTES.faulty);
      if (when !== 'withheld') this.#noteAt(planned.address, NOTES.unchanged);
      if (when !== 'usual') this.#noteAt(planned.address, NOTES.unchangedIfWithheld);
    }
  }

  #note(resolved: Resolved): void {
    const { notes, incomplete } = this.#ledger;
    for (const { person, members, archived } of resolved.wanted) {
      for (const { address, set } of members) {
        const row = this.#rows.get(address);
        if (row === undefined) continue;
        notes.note(row, NOTES.wanted);
        if (!archived) notes.note(row, NOTES.lasting);
        if (person === undefined) continue;
        notes.note(row, NOTES.member);
        this.#noteMember(row, set, person.id);
        // An archival in a pruning set may have to wait for contacts that left the set.
        if (archived && set.prune !== undefined) notes.note(row, NOTES.last);
      }
    }
    for (const { members, person } of resolved.setAside) {
      if (person === undefined) continue;
      for (const { address, set } of members) {
        this.#noteAt(address, NOTES.setAside);
        const row = this.#rows.get(address);
        if (row !== undefined) this.#noteMember(row, set, person.id);
      }
    }
    for (const { members } of resolved.missing)
      for (const { address } of members) this.#noteAt(address, NOTES.absent);
    for (const address of resolved.unchanged) this.#noteAt(address, NOTES.absent);
    for (const { lead, begins } of resolved.leftAlone.early) this.#takeLeftAlone(lead, begins);
    for (const { lead } of resolved.leftAlone.late)
      this.#takeLeftAlone(lead, { rank: GROUP_RANKS, order: lead.order });
    for (const { address } of resolved.leftOut) this.#noteAt(address, NOTES.leftOut);
    for (const address of this.catalog.incomplete) {
      const row = this.#rows.get(address);
      if (row === undefined) continue;
      notes.note(row, NOTES.incomplete);
      incomplete.set(row, address);
    }
  }

  #takeLeftAlone(
    named: PartRow['declaration'],
    place: { readonly rank: number; readonly order: number },
  ): void {
    const from = { row: this.#rowOf(named), round: this.#at.round };
    this.#ledger.outcomes.leftAlone(named, from, place);
  }

  #noteMember(row: number, { prune }: PartRow['declaration']['set'], id: string): void {
    const { people } = this.#ledger;
    if (prune !== undefined || people.ofAllSets) people.of.set(row, people.ids.add(id) + 1);
  }

  #isFaulty(address: string): boolean {
    const row = this.#rows.get(address);
    return row !== undefined && this.#ledger.notes.has(row, NOTES.faulty);
  }

  #noteAt(address: string, bits: number): void {
    const row = this.#rows.get(address);
    if (row !== undefined) this.#ledger.notes.note(row, bits);
  }

  /** The row of an address; for an absorbed lead, the row that absorbs it. -1 where there is none. */
  #rowOf({ address = '' }: Pick<Diagnostic, 'address'>): number {
    const own = this.#rows.get(address);
    if (own !== undefined) return own;
    const [kind = '', lead = ''] = addressSegments(address);
    const absorbedBy = isOfPairs(kind) ? this.catalog.merges.of(lead)?.absorbedBy : undefined;
    return (absorbedBy === undefined ? undefined : this.#rows.get(absorbedBy)) ?? -1;
  }
}
