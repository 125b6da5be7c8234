import { isDeepStrictEqual } from 'node:util';
import type { Change } from '../../../src/types/change.ts';
import type { JsonObject } from '../../../src/types/json.ts';
import type { Current, Kind } from '../../../src/types/kind.ts';
import { array, object, string } from '../../../src/types/shape.ts';
import { officeAuditing } from './auditing.ts';
import { OFFICES, type WireOffice } from './calls.ts';
import { declareOffices, FIELDS, type OfficeDeclaration, officeAddress } from './declaration.ts';
import { officeGenerating } from './generating.ts';
import { diffOffices, officeSteps } from './plan.ts';
import { officePulling } from './pulling.ts';

/** Offices by name, each with a city, a keyholder and its phones. The kind is made up; Intercom has nothing like it. */
export const officeKind: Kind<OfficeDeclaration, readonly WireOffice[]> = {
  name: 'office',
  manifest: 'Offices',
  // A path from schemas/: a made-up kind ships none.
  schema: '../test/made-up-kind/office/offices.schema.json',
  words: { one: 'office', many: 'offices' },
  revisable: true,
  // A removed phone counts as a dropped option.
  guards: { drop_option: droppedPhones },
  personal: { fields: () => ['keyholder'], manifest: 'nothing' },
  declare: declareOffices,
  check(declared, _catalog, report) {
    for (const { address, name, place } of declared)
      if (name.trim() !== name)
        report({
          code: 'office-name',
          severity: 'error',
          summary: 'an office has space around it',
          address,
          ...place,
        });
  },
  async noteLater(document, context, later) {
    for (const { address } of await declareOffices(document, context)) later.addresses.add(address);
  },
  observe: async (declared, _catalog, reader) => (declared.length === 0 ? [] : reader.list(OFFICES)),
  diff: diffOffices,
  steps: officeSteps,
  reread: () => ({ how: 'together' }),
  async current(changes, reader) {
    const live = await reader.list(OFFICES);
    return new Map(changes.map((change): [string, Current] => [change.address, currentOf(change, live)]));
  },
  idsOf: null,
  same: null,
  async settle(change, step, failure, writer) {
    if (!step.creates || failure.outcome !== 'unknown') return undefined;
    const made = (await writer.list(OFFICES)).find(({ name }) => officeAddress(name) === change.address);
    return made === undefined ? { state: 'retry', absent: true } : { state: 'already', id: made.id };
  },
  verify(step, body) {
    const kept = body as JsonObject; // The client checked that it is JSON.
    return Object.entries(step.expect).flatMap(([field, sent]) =>
      isDeepStrictEqual(kept[field], sent) ? [] : [{ field, sent, kept: kept[field] ?? null }],
    );
  },
  pulling: officePulling,
  snapshot: {
    key: 'offices',
    shape: object({ id: string, name: string, city: string, keyholder: string, phones: array(string) }),
    call: OFFICES,
    row: ({ id, name, city, keyholder, phones }: WireOffice) => ({ id, name, city, keyholder, phones }),
    sortedBy: ({ name }: WireOffice) => name,
  },
  auditing: officeAuditing,
  generating: officeGenerating,
  probes: [
    {
      name: 'read offices',
      reads: 'list',
      try: async (reader) => `${(await reader.list(OFFICES)).length} offices`,
    },
  ],
};

function droppedPhones({ fields }: Change): number {
  const phones = fields['phones'];
  if (phones === undefined || !('after' in phones)) return 0;
  const { before = [], after } = phones;
  return (before as string[]).filter((phone) => !(after as string[]).includes(phone)).length;
}

function currentOf(change: Change, live: readonly WireOffice[]): Current {
  const found = live.find(({ name }) => officeAddress(name) === change.address);
  if (found === undefined) return { state: 'absent' };
  return { state: 'live', id: found.id, fields: new Map(FIELDS.map((field) => [field, found[field]])) };
}
