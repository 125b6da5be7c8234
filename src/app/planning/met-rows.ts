import { UniqueContacts } from '../../kinds/contact/identity/duplicates.ts';
import { declarationOf, declarationText } from '../../kinds/contact/sets/declaration-text.ts';
import type { ContactSet } from '../../kinds/contact/sets/set.ts';
import { Spool } from '../../spool/spool.ts';
import { Numbers } from '../../types/numbers.ts';
import type { Place } from '../../types/place.ts';
import type { PartRow } from './declared-people.ts';
import { PARTS_AT_A_TIME, type Parts, planTogether } from './free-rows.ts';
import type { At, Ledger } from './ledger.ts';
import { lookUpAll } from './look-up.ts';
import type { Meetings } from './meetings.ts';
import { MOST_PLANNING_ROUNDS } from './outcomes.ts';
import { partCatalog } from './part-catalog.ts';
import type { PeopleToPlan } from './people-to-plan.ts';
import { NO_PART, NOTES, type RowNotes } from './row-notes.ts';
import { type Begin, runParts } from './run-parts.ts';

/** Holds back the rows that share a declared key with another one: they are planned with their group, and not in pass two. */
export function holdMeeting(meetings: Meetings, notes: RowNotes, rows: number): void {
  for (let row = 0; row < rows; row++) {
    const group = meetings.group(row);
    if (group === row) continue;
    notes.note(row, NOTES.held);
    if (group < rows) notes.note(group, NOTES.held);
  }
}

/** Round 1 plans rows by themselves; groups are planned from this round on. */
const FIRST_REUNION = 2;

/**
 * Plans groups of rows that meet, by declared keys or by what was found live, until every group has been planned together.
 * Groups that are planned last are left out.
 */
export async function planMetRows(plan: PeopleToPlan, ledger: Ledger, parts: Parts): Promise<number> {
  for (let round = FIRST_REUNION; ; round++) {
    if (!markMet(ledger, plan.people.rows)) return round;
    // After two rounds every row was looked up, so a further round means that somebody has changed contacts in Intercom since.
    // Nobody does so during each of the twenty thousand readings that MOST_ROUNDS allows.
    if (round >= MOST_PLANNING_ROUNDS)
      throw new Error(
        `contacts changed in Intercom during each of ${round} readings; plan again once they rest`,
      );
    const isMet = (row: number) => {
      const group = ledger.meetings.group(row);
      return ledger.notes.has(group, NOTES.met) && !ledger.notes.has(group, NOTES.last);
    };
    await planGroups(isMet, round, plan, { ledger, parts });
  }
}

/** Marks the groups whose rows were not planned together. False where there are none, apart from those that are planned last. */
function markMet({ meetings, notes }: Ledger, rows: number): boolean {
  const partOf = new Numbers();
  for (let row = 0; row < rows; row++) notes.erase(row, NOTES.met);
  markLast(meetings, notes, rows);
  let found = false;
  for (let row = 0; row < rows; row++) {
    const group = meetings.group(row);
    const part = notes.part(row);
    const first = partOf.get(group);
    if (first === 0) partOf.set(group, part + 1);
    if (part !== NO_PART && (first === 0 || first === part + 1)) continue;
    notes.note(group, NOTES.met);
    found ||= !notes.has(group, NOTES.last);
  }
  return found;
}

/** If one row is planned last, its whole group is. */
export function markLast(meetings: Meetings, notes: RowNotes, rows: number): void {
  for (let row = 0; row < rows; row++)
    if (notes.has(row, NOTES.last)) notes.note(meetings.group(row), NOTES.last);
}

async function planGroups(
  isMet: (row: number) => boolean,
  round: number,
  plan: PeopleToPlan,
  { ledger, parts }: { readonly ledger: Ledger; readonly parts: Parts },
): Promise<void> {
  const { people, context } = plan;
  const spool = spoolOfRows(plan);
  try {
    for await (const batch of people.read(context.deaf, { first: false }))
      for (const one of batch)
        if (isMet(one.row))
          spool.add(one, { rank: 0, order: ledger.meetings.group(one.row), owner: one.row });
    await runParts(
      PARTS_AT_A_TIME,
      (begin) => beginGroups(spool, round, plan, { ledger, parts, begin }),
      plan.stop,
    );
  } finally {
    spool.close();
  }
}

/** Plans the rows; the spool has the rows of a group next to each other. */
async function beginGroups(
  spool: Spool<PartRow>,
  round: number,
  plan: PeopleToPlan,
  { ledger, parts, begin }: { readonly ledger: Ledger; readonly parts: Parts; readonly begin: Begin },
): Promise<void> {
  let met = new MetRows(plan, ledger, parts.next(round));
  let group = -1;
  const beginPart = (full: MetRows) =>
    begin(async () => {
      const own = partCatalog(plan.catalog);
      const rows = full.rows();
      await lookUpAll(rows, [], own, plan.reader);
      await planTogether(rows, own, plan, { ledger, at: full.at });
    });
  for (const one of spool.sorted()) {
    const next = ledger.meetings.group(one.row);
    if (next !== group && met.length >= plan.partRows) {
      await beginPart(met);
      met = new MetRows(plan, ledger, parts.next(round));
    }
    group = next;
    met.add(one);
  }
  await beginPart(met);
}

/** Rows of whole groups. Of several declarations of one contact in one set only one is kept. */
export class MetRows {
  readonly at: At;
  readonly #plan: PeopleToPlan;
  readonly #ledger: Ledger;
  readonly #unique = new Map<ContactSet, UniqueContacts>();
  /** Tells the row of a declaration by its place, since a declaration that replaces another is a new object. */
  readonly #rows = new WeakMap<Place, number>();
  #count = 0;

  constructor(plan: PeopleToPlan, ledger: Ledger, at: At) {
    this.#plan = plan;
    this.#ledger = ledger;
    this.at = at;
  }

  get length(): number {
    return this.#count;
  }

  add({ row, declaration }: PartRow): void {
    const { set, place } = declaration;
    this.#ledger.notes.begin(row, this.at);
    // Duplicates were reported by the survey.
    const unique = this.#unique.get(set) ?? new UniqueContacts(set, () => {});
    this.#unique.set(set, unique);
    const before = unique.size;
    unique.add(declaration);
    this.#count += unique.size - before;
    this.#rows.set(place, row);
  }

  /** The rows that are kept, after the checks that need no live state. */
  rows(): readonly PartRow[] {
    const kept = [...this.#unique.values()].flatMap((unique) => unique.all());
    kept.sort((a, b) => a.order - b.order);
    return kept.map((declaration) => {
      const one = { row: this.#rows.get(declaration.place) ?? 0, declaration };
      this.#plan.checks.one(one);
      return one;
    });
  }
}

function spoolOfRows({ people }: PeopleToPlan): Spool<PartRow> {
  return new Spool<PartRow>({
    encode: ({ row, declaration }) =>
      `${row} ${people.layoutOf(declaration)} ${declarationText(declaration)}`,
    decode(text) {
      const first = text.indexOf(' ');
      const second = text.indexOf(' ', first + 1);
      const row = Number(text.slice(0, first));
      const at = people.setOf(row);
      const layout = people.layoutAt(at, Number(text.slice(first + 1, second)));
      const set = people.sets[at];
      if (set === undefined) throw new Error(`row ${row} is of no set`);
      return { row, declaration: declarationOf(text.slice(second + 1), { set, layout }) };
    },
  });
}
