import { kindOf, kinds } from '../kinds/index.ts';
import type { Catalog } from '../types/catalog.ts';
import type { Diagnostic, Report } from '../types/diagnostic.ts';
import type { Planned } from '../types/kind.ts';
import type { Place } from '../types/place.ts';
import { FoundDiagnostics } from './group-diagnostics.ts';
import { countItems } from './incomplete-items.ts';
import type { LiveSide } from './live-side.ts';
import type { Loaded } from './loaded.ts';
import { diffAll, observeAll } from './observe.ts';
import { FaultyItems } from './planning/faulty-items.ts';
import { type PartsOptions, planInParts } from './planning/in-parts.ts';
import { changingIn, lastChanges } from './planning/last-changes.ts';
import type { PlacedPlan } from './planning/plan-document.ts';
import { tellNotLive } from './planning/tell-not-live.ts';

/** Compares everything that is declared with live, all at once. */
export async function planAll(
  declared: Loaded['declared'],
  catalog: Catalog,
  side: LiveSide,
  diagnostics: Diagnostic[],
): Promise<readonly Planned[]> {
  const found = new FoundDiagnostics();
  const report = (diagnostic: Diagnostic) => found.add(diagnostic);
  try {
    for (const kind of kinds) kind.check(declared.get(kind.name) ?? [], catalog, report);
    const compared = side.comparable(declared);
    const live = await observeAll(compared, catalog, side.reader);
    const faulty = new FaultyItems();
    const compares = diffAll(compared, live, catalog, faulty.noting(report));
    const changes = new Set(changingIn(compares));
    const planned = [...compares, ...lastChanges({ declared: compared, catalog, report, live, changes })];
    for (const gap of side.gaps(declared)) report(gap);
    tellNotCarried(catalog, report);
    tellIncomplete(catalog, report);
    tellNotLive(catalog, report);
    return faulty.without(planned);
  } finally {
    diagnostics.push(...found.all());
  }
}

/** The same with streamed contacts. */
export async function planStreamed(
  options: Omit<PartsOptions, 'catalog' | 'reader' | 'ahead' | 'stop' | 'report'>,
  {
    catalog,
    side,
    diagnostics,
  }: { readonly catalog: Catalog; readonly side: LiveSide; readonly diagnostics: Diagnostic[] },
): Promise<PlacedPlan> {
  const found = new FoundDiagnostics();
  const report = (diagnostic: Diagnostic) => found.add(diagnostic);
  try {
    const { reader, ahead, stop } = side;
    const declared = side.comparable(options.declared);
    const made = await planInParts({ ...options, declared, catalog, reader, ahead, stop, report });
    for (const gap of side.gaps(options.declared)) report(gap);
    tellIncomplete(catalog, report);
    tellNotLive(catalog, report);
    return { ...made, known: options.streamed.surveyed.known };
  } finally {
    diagnostics.push(...found.all());
  }
}

/** A snapshot without contacts cannot tell who holds what. */
function tellNotCarried({ carrying, unitedTags, formerTags }: Catalog, report: Report): void {
  const tell = (what: string, address: string, place: Place | undefined) =>
    report({
      code: 'carry-not-compared',
      severity: 'info',
      summary: `whether anybody still has to get ${what} was not compared: the snapshot holds no people`,
      help: 'plan without --snapshot, or take it with interform snapshot --contacts on your own machine',
      address,
      ...place,
    });
  for (const { attribute, address, place, model } of carrying.rules)
    if (kindOf(model)?.people !== undefined) tell(attribute, address, place);
  for (const { name, heir } of unitedTags.values())
    tell(`tag ${heir.name} for ${name}`, heir.address, formerTags.get(name.toLowerCase())?.place);
}

function tellIncomplete({ incomplete, carrying }: Catalog, report: Report): void {
  let [sample] = incomplete;
  if (sample === undefined) return;
  // The smallest address as a sample, since the order of answers is random.
  for (const one of incomplete) if (one < sample) sample = one;
  // Whoever may hold values for an attribute is read for its rule.
  const rule = carrying.rules.find(({ address }) => address === sample);
  const rows = (rule === undefined ? undefined : kindOf(rule.model)?.words.many) ?? 'contacts';
  report({
    code: 'incomplete-read',
    severity: 'warning',
    summary: `fewer ${rows} arrived than Intercom said there are`,
    detail: `nothing is created, merged or deleted for ${incompleteItems(countItems(incomplete), sample)}`,
    help: `plan again; ${rows} that change while they are read can cause this`,
    address: sample,
  });
}

function incompleteItems(count: number, sample: string): string {
  return count === 1 ? sample : `${count} declared items, ${sample} among them`;
}
