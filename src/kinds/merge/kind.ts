import { type Change, isMembership } from '../../types/change.ts';
import type { IntercomFailure } from '../../types/intercom.ts';
import type { Json, JsonObject } from '../../types/json.ts';
import type { ApplyContext, Current, Kind, Settled } from '../../types/kind.ts';
import type { PeopleIndex } from '../../types/person.ts';
import type { Unstuck } from '../../types/result.ts';
import type { Step } from '../../types/step.ts';
import { mergeListReader } from '../people/merge-lists.ts';
import { peopleByKey } from '../people/merging.ts';
import { emailKey, livePerson, personRead, samePersonValue } from '../people/person-values.ts';
import { fieldsOfPeople } from '../people/personal-fields.ts';
import { resubscribes } from '../people/resubscribes.ts';
import type { PeopleReader, PeopleWriter } from '../people-calls.ts';
import { checkKeys } from './check-keys.ts';
import { declareMerges, type MergeDeclaration } from './declaration.ts';
import { diffMerges } from './diff.ts';
import { mergePreview } from './preview.ts';
import { type ResolvedMerges, resolveMerges } from './resolve.ts';
import { mergeUndoing } from './undoing.ts';
import { contactsOfMerge, writtenOfMerge } from './written.ts';

const nothingResolved: ResolvedMerges = { unchanged: [], skipped: [] };

/** Merges of leads into users (intercom 4.7). Irreversible, so each is checked again right before it is sent. */
export const mergeKind: Kind<MergeDeclaration, ResolvedMerges, PeopleReader> = {
  name: 'merge',
  manifest: 'Merges',
  schema: 'merges.schema.json',
  words: { one: 'merge', many: 'merges' },
  revisable: false,
  people: { inSets: false },
  // What the user inherits is personal, and so is `into` if it is the address of a user that this plan creates.
  personal: { fields: fieldsOfPeople, addresses: ['into'] },
  guards: { merge: () => 1, resubscribe: resubscribes },
  declare: declareMerges,
  check(declared, catalog, report) {
    for (const declaration of declared) checkKeys(declaration, report);
    for (const { from } of declared) catalog.mergeSources.push(from);
    if (declared.length > 0) catalog.references.everyCompany = true;
    if (declared.some((declaration) => declaration.from.field === 'id'))
      catalog.references.mergeHistory = true;
  },
  // A contact that this plan archives could not be merged by the later version.
  async noteLater(document, context, later) {
    for (const { from, into } of await declareMerges(document, context))
      for (const { field, value } of [from, into])
        later.keys.add(field === 'email' ? emailKey(value) : value);
  },
  keys: (declared) => declared.flatMap((declaration) => [declaration.from, declaration.into]),
  observe: async () => nothingResolved,
  async deepen(declared, catalog, reader) {
    const { people } = catalog;
    const finished = new Set(declared.flatMap((declaration) => mergedInto(declaration, people)));
    const missing = declared
      .filter(
        ({ from }) =>
          from.field === 'id' && people.byId(from.value) === undefined && !finished.has(from.value),
      )
      .map(({ from }) => from.value);
    await Promise.all(
      [...new Set(missing)].map(async (id) => people.set(id, personRead(await reader.contact(id)))),
    );
    const readMergeLists = mergeListReader(catalog, reader);
    await Promise.all(
      declared.map(async ({ from, into, address }) => {
        const leads = peopleByKey(from, people).filter((person) => person.role === 'lead');
        const users = leads.length === 0 ? [] : peopleByKey(into, people);
        if (!(await readMergeLists([...leads, ...users]))) catalog.incomplete.add(address);
      }),
    );
  },
  resolve: (declared, _live, catalog, report) => resolveMerges(declared, catalog, report),
  diff: (_declared, resolved, catalog, report) => diffMerges(resolved, catalog, report),
  preview: mergePreview,
  steps: mergeSteps,
  // One read for the lead, one for the user.
  reread: () => ({ how: 'alone', reads: 2 }),
  current: currentMerges,
  idsOf: null,
  same: samePersonValue,
  verify: verifyMerge,
  contactsOf: contactsOfMerge,
  written: writtenOfMerge,
  settle: settleMerge,
  undoing: mergeUndoing,
  // A merged lead is gone, so there is nothing to pull.
  pulling: null,
  snapshot: null,
  auditing: null,
  generating: null,
  probes: [],
};

function mergedInto(declaration: MergeDeclaration, people: PeopleIndex): readonly string[] {
  const { field, value } = declaration.into;
  if (field === 'id') return people.byId(value)?.merged ?? [];
  if (field === 'external_id') return people.byExternalId(value)?.merged ?? [];
  return people.byEmail(value).flatMap((person) => person.merged);
}

function intoOf(change: Change): string {
  const field = change.fields['into'];
  return field !== undefined && 'after' in field ? String(field.after) : '';
}

/** An address has slashes, an Intercom id has none. */
function isAddress(into: string): boolean {
  return into.includes('/');
}

function mergeSteps(change: Change): readonly Step[] {
  const into = intoOf(change);
  const skip = change.fields['skip_duplicate_validation'];
  const expect: Record<string, Json> = {};
  for (const [path, field] of Object.entries(change.fields)) {
    if (path !== 'into' && path !== 'skip_duplicate_validation' && !isMembership(field))
      expect[path] = field.after;
  }
  return [
    {
      level: 'merges',
      change: change.address,
      creates: true,
      request: {
        method: 'POST',
        path: '/contacts/merge',
        body: {
          from: change.id,
          into: isAddress(into) ? { ref: into } : into,
          ...(skip === undefined ? {} : { skip_duplicate_validation: true }),
        },
      },
      expect,
    },
  ];
}

/** Who the lead and the user are now, and which of the values to inherit the user has. */
async function currentMerges(
  changes: readonly Change[],
  reader: PeopleReader,
  context: ApplyContext,
): Promise<ReadonlyMap<string, Current>> {
  const found = await Promise.all(
    changes.map(async (change): Promise<[string, Current]> => {
      const read = await reader.contact(change.id ?? '');
      if (read.state === 'merged') return [change.address, read];
      if (read.state === 'gone') return [change.address, { state: 'absent' }];
      const lead = livePerson(read.contact);
      const target = isAddress(intoOf(change)) ? context.idOf(intoOf(change)) : intoOf(change);
      const live = { state: 'live', id: lead.id, role: lead.role, identity: lead } as const;
      // Without an id of the user nothing is sent, and that is reported.
      if (target === undefined) return [change.address, { ...live, fields: new Map() }];
      const user = await reader.contact(target);
      if (user.state !== 'live') return [change.address, { ...live, fields: new Map(), into: null }];
      const into = livePerson(user.contact);
      const fields = new Map([...into.fields].filter(([path]) => path in change.fields));
      return [change.address, { ...live, fields, into }];
    }),
  );
  return new Map(found);
}

function verifyMerge(step: Step, body: Json): readonly Unstuck[] {
  const into = step.request.body?.['into'];
  const id = (body as JsonObject)['id']; // The client checked that it is an object.
  if (typeof into === 'string' && id !== into) return [{ field: 'into', sent: into, kept: id ?? null }];
  return [];
}

/** After a lost answer the lead shows what happened: a 410 names the user that it was merged into (intercom 12.8). */
async function settleMerge(
  change: Change,
  _step: Step,
  failure: IntercomFailure,
  writer: PeopleWriter,
  context: ApplyContext,
): Promise<Settled | undefined> {
  const repeated = failure.status === 404 || failure.status === 409 || failure.status === 410;
  if (failure.outcome !== 'unknown' && !repeated) return undefined;
  const into = isAddress(intoOf(change)) ? (context.idOf(intoOf(change)) ?? '') : intoOf(change);
  const read = await writer.contact(change.id ?? '');
  if (read.state === 'live') return repeated ? undefined : { state: 'retry' };
  if (read.state === 'merged') {
    if (read.into === into) return { state: 'already', id: change.id ?? '' };
    return { state: 'stale', reason: `the lead was merged into ${read.into ?? 'someone else'} meanwhile` };
  }
  const user = await writer.contact(into, { mergeHistory: true });
  const merged = user.state === 'live' && livePerson(user.contact).merged.includes(change.id ?? '');
  if (merged) return { state: 'already', id: change.id ?? '' };
  return { state: 'unknown', reason: `the lead is gone and the history of ${into} does not name it` };
}
