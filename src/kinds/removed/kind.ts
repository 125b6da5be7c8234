import type { Change } from '../../types/change.ts';
import type { Kind } from '../../types/kind.ts';
import { samePersonValue } from '../people/person-values.ts';
import { fieldsOfPeople } from '../people/personal-fields.ts';
import { checkRemoved } from './check.ts';
import { confirmRemoval, currentRemoved, settleRemoval } from './current.ts';
import { declareRemoved, type RemovedDeclaration } from './declaration.ts';
import { diffRemoved } from './diff.ts';
import { type LiveRemoved, observeRemoved, type RemovedReader } from './live.ts';
import { contactsOfRemoval, removalSteps, thingOf, verifyRemoval, writtenOfRemoval } from './steps.ts';

const final = { never: 'a deletion is final' };

/** Tags, companies and contacts that must not be live. Nothing brings back what is deleted. */
export const removedKind: Kind<RemovedDeclaration, LiveRemoved, RemovedReader> = {
  name: 'removed',
  manifest: 'Removed',
  schema: 'removed.schema.json',
  words: { one: 'removal', many: 'removals' },
  revisable: false,
  repeatable: true,
  // The contacts of a company lose it.
  guards: { detach: membersOf },
  page: 'reference/kinds/removed.md',
  personal: { fields: fieldsOfPeople },
  declare: declareRemoved,
  check: checkRemoved,
  // What a later version removes is live until then, and nothing of this version.
  noteLater: async () => {},
  observe: observeRemoved,
  diff: diffRemoved,
  steps: removalSteps,
  reread: ({ fields }) => ({ how: 'alone', reads: fields['members'] === undefined ? 1 : 2 }),
  current: currentRemoved,
  idsOf: null,
  // That fewer lose a company than was planned is no reason to stop: others of this plan may leave it.
  same: (field, live, saw) =>
    field === 'members' && typeof live === 'number' && typeof saw === 'number'
      ? live <= saw
      : samePersonValue(field, live, saw),
  verify: verifyRemoval,
  contactsOf: contactsOfRemoval,
  written: writtenOfRemoval,
  confirm: confirmRemoval,
  settle: (change, step, failure, writer) => settleRemoval(change, step, failure, writer),
  erases: (change) => (change.id !== null && thingOf(change) === 'contact' ? [change.id] : []),
  undoing: {
    of: { create: final, update: final, convert: final, merge: final, archive: final, unarchive: final },
  },
  // What must not be live is nothing to take over.
  pulling: null,
  snapshot: null,
  auditing: null,
  generating: null,
  probes: [],
};

function membersOf({ fields }: Change): number {
  const members = fields['members'];
  return members !== undefined && 'before' in members && typeof members.before === 'number'
    ? members.before
    : 0;
}
