import { setFlagsFromString } from 'node:v8';
import { hiddenPeople } from '../../kinds/contact/identity/unseen-twins.ts';
import { declaredOf, isOfSets } from '../../kinds/declared/sets.ts';
import { kinds } from '../../kinds/index.ts';
import type { KindReader } from '../../kinds/kind-reader.ts';
import type { MergeDeclaration } from '../../kinds/merge/declaration.ts';
import type { Catalog, DeclaredSet } from '../../types/catalog.ts';
import type { Report } from '../../types/diagnostic.ts';
import { KeyIndex } from '../../types/key-index.ts';
import type { Planned } from '../../types/kind.ts';
import type { RowLayout } from '../../types/mapped-row.ts';
import { Numbers } from '../../types/numbers.ts';
import type { Loaded, StreamedPeople } from '../loaded.ts';
import { planWithoutPeople, withoutIdleRequirements } from '../observe.ts';
import type { RejectedRows } from '../rejected-rows.ts';
import { carryHolders } from './carry-holders.ts';
import { DeclaredPeople, deaf } from './declared-people.ts';
import { FaultyItems } from './faulty-items.ts';
import { Parts, planFreeRows } from './free-rows.ts';
import { changingIn, lastChanges } from './last-changes.ts';
import { type Closed, planLast } from './last-rows.ts';
import type { Finish, Ledger } from './ledger.ts';
import { holdMeeting, planMetRows } from './met-rows.ts';
import { Outcomes } from './outcomes.ts';
import type { PeopleToPlan } from './people-to-plan.ts';
import { placedChange } from './placed-change.ts';
import type { PlannedChanges } from './planned-changes.ts';
import { membersAmong } from './read-leavers.ts';
import { RowChecks } from './row-checks.ts';
import { NOTES, RowNotes } from './row-notes.ts';
import { UncertainRowsOfParts } from './uncertain-rows.ts';

/** How many rows are planned together by default. */
const PART_ROWS = 450;

export interface PartsOptions {
  readonly declared: Loaded['declared'];
  readonly streamed: StreamedPeople;
  readonly catalog: Catalog;
  readonly reader: KindReader;
  readonly ahead: PeopleToPlan['ahead'];
  readonly stop: PeopleToPlan['stop'];
  readonly report: Report;
  readonly partRows?: number | undefined;
  /** Takes the rows that are left out, and the number of rows of each file. */
  readonly taking: {
    readonly rejected: Pick<RejectedRows, 'add'>;
    readonly read: Map<RowLayout, number>;
    /** The same list as in the catalog. */
    readonly contactSets: DeclaredSet[];
  };
  /** Adds the owners of changes. */
  readonly own: (planned: readonly Planned[], catalog: Catalog) => readonly Planned[];
  readonly behind: Ledger['behind'];
  /**
   * Whether `isDeclared` will be used. It takes some 18 bytes for each declared contact: a number for every row, and a hash for
   * every live contact. Without it, only sets that prune need them.
   */
  readonly notesDeclared?: boolean;
}

export interface PlannedInParts {
  readonly changes: PlannedChanges;
  /** Which of the changes hold in the end. */
  readonly keeps: (owner: number, mark: number) => boolean;
  /** Everything planned but contacts. */
  readonly others: readonly Planned[];
  readonly unchanged: number;
  readonly skipped: number;
  /** Whether a live contact is declared, by id. Only with `notesDeclared`. */
  readonly isDeclared: (id: string) => boolean;
}

/**
 * Nine of ten bytes on the heap belong to parts that are already planned. Without this V8 would let them grow to several times
 * the memory in use before it collects them. In percent of the memory in use.
 */
const HEAP_GROWTH = 50;

/** Plans a project with too many contacts to keep in memory: contacts in parts, everything else at once. */
export async function planInParts(options: PartsOptions): Promise<PlannedInParts> {
  const { declared, streamed, catalog, report, reader, behind } = options;
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH}`);
  const { surveyed } = streamed;
  const notes = new RowNotes();
  for (let row = 0; row < surveyed.meetings.rows; row++) notes.add();
  const uncertain = new UncertainRowsOfParts();
  const first = { ...streamed.contextOf(options.taking), uncertain: uncertain.current };
  const people = new DeclaredPeople(surveyed.sets, first);
  const merges = declaredOf(declared, 'inPairs') as readonly MergeDeclaration[];
  if (merges.length > 0) notes.note(people.rows, NOTES.last);
  const outcomes = new Outcomes(notes);
  const checks = new RowChecks(options, { notes, outcomes });
  checkAll(options, people, checks);
  const faulty = new FaultyItems();
  const without = await planWithoutPeople(declared, catalog, reader, faulty.noting(report));
  const found = without.planned;
  const changing = changingIn(found);
  const finish: Finish = (planned, own) => options.own(withoutIdleRequirements(planned, changing), own);
  const plan: PeopleToPlan = {
    people,
    meetings: surveyed.meetings,
    fields: surveyed.fields,
    merges,
    catalog,
    reader,
    ahead: options.ahead,
    stop: options.stop,
    hidden: hiddenPeople(reader),
    checks,
    context: {
      first,
      deaf: streamed.contextOf(deaf()),
    },
    report,
    partRows: options.partRows ?? PART_ROWS,
    finish,
  };
  const ledger: Ledger = { ...newLedger(plan, notes, outcomes, options), behind, uncertain };
  const closed = await planPeople(plan, ledger);
  const among = (notedAs: number) =>
    ledger.people.ofAllSets ? membersAmong(ledger, { from: 0, to: plan.people.rows }, notedAs) : () => false;
  const isDeclared = among(NOTES.member | NOTES.setAside);
  const own = behind?.of(catalog);
  const take = (planned: readonly Planned[]) => {
    for (const item of options.own(planned, catalog))
      if (item.state === 'change') outcomes.changes.add(placedChange(item, catalog, own));
  };
  await carryHolders({
    ...{ catalog, reader, isDeclared, isSetAside: among(NOTES.setAside), withheld: closed.withheld, report },
    take: (planned) => take(finish([planned], catalog)),
  });
  take(lastChanges({ declared, catalog, report, live: without.live, changes: new Set(changing) }));
  checks.end();
  outcomes.report(report);
  outcomes.close();
  let [unchanged, skipped] = counted(plan, ledger, closed);
  const others = options.own(found, catalog);
  for (const item of others) {
    if (item.state === 'change') outcomes.changes.add(placedChange(item, catalog, own));
    else surveyed.known.note(item.address);
    if (item.state === 'skipped') skipped++;
  }
  unchanged += faulty.without(others).filter(({ state }) => state === 'unchanged').length;
  return {
    changes: outcomes.changes,
    keeps: outcomes.counting(closed.withheld),
    others,
    unchanged,
    skipped,
    isDeclared,
  };
}

async function planPeople(plan: PeopleToPlan, ledger: Ledger): Promise<Closed> {
  const parts = new Parts();
  holdMeeting(ledger.meetings, ledger.notes, plan.people.rows);
  await planFreeRows(plan, ledger, parts);
  const round = await planMetRows(plan, ledger, parts);
  const closed = await planLast(plan, { ledger, parts, round });
  for (const { merge, claim, row, round: of } of ledger.merges) {
    if (row >= 0 && ledger.notes.round(row) !== of) continue;
    plan.catalog.merges.add(merge);
    if (claim !== undefined) plan.catalog.claims.add(claim);
  }
  return closed;
}

function newLedger(
  { meetings, fields, catalog }: PeopleToPlan,
  notes: RowNotes,
  outcomes: Outcomes,
  { notesDeclared = false }: Pick<PartsOptions, 'notesDeclared'>,
): Omit<Ledger, 'behind' | 'uncertain'> {
  return {
    meetings,
    notes,
    fields,
    outcomes,
    people: {
      ids: new KeyIndex(),
      of: new Numbers(),
      ofAllSets: notesDeclared || catalog.carrying.rules.length > 0 || catalog.unitedTags.size > 0,
    },
    incomplete: new Map(),
    merges: [],
  };
}

/** Does the checks that need no network, and publishes sets and what rows refer to. Rows are checked while they are read. */
function checkAll(
  { declared, streamed, catalog, report }: PartsOptions,
  people: DeclaredPeople,
  checks: RowChecks,
): void {
  const { references } = streamed.catalog;
  for (const company of references.companies) catalog.references.companies.add(company);
  catalog.references.owners ||= references.owners;
  // Rows are checked while they are planned, after what they use may be removed.
  for (const [tag, place] of streamed.catalog.removals.usedTags) catalog.removals.usedTags.set(tag, place);
  for (const [id, place] of streamed.catalog.removals.usedCompanies)
    catalog.removals.usedCompanies.set(id, place);
  for (const kind of kinds) {
    if (isOfSets(kind.name)) checks.sets(people.declaring);
    else kind.check(declared.get(kind.name) ?? [], catalog, report);
  }
}

function counted(
  { people }: PeopleToPlan,
  { notes }: Ledger,
  { withheld, merges }: Closed,
): readonly [unchanged: number, skipped: number] {
  const unchanged = withheld ? NOTES.unchangedIfWithheld : NOTES.unchanged;
  return [
    notes.countWithout(NOTES.faulty, unchanged, people.rows) + merges.unchanged,
    notes.count(NOTES.skipped, 0, people.rows) + merges.skipped,
  ];
}
