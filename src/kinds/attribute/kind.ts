import { address, addressSegments } from '../../types/address.ts';
import type { Change } from '../../types/change.ts';
import type { Current, Kind, Settled } from '../../types/kind.ts';
import type { Step } from '../../types/step.ts';
import type { TypeOf } from '../carrying/find-holders.ts';
import { stillHeld } from '../carrying/still-held.ts';
import type { CompanyReader } from '../company-calls.ts';
import { countUndeclared } from '../declared/undeclared.ts';
import type { PeopleReader } from '../people-calls.ts';
import { blocking } from '../values/name-case.ts';
import { attributeAuditing } from './auditing.ts';
import { builtInFinding, isBuiltIn } from './built-in-names.ts';
import { ATTRIBUTES } from './calls.ts';
import { foreseeAttributeCap } from './cap.ts';
import { documentCarries } from './carry-rules.ts';
import { checkAttributes } from './check.ts';
import { type AttributeDeclaration, declareAttributes } from './declaration.ts';
import { diffAttributes } from './diff.ts';
import { attributeEnds } from './ends.ts';
import { attributeGenerating } from './generating.ts';
import { attributeGuards } from './guards.ts';
import { indexAttributes, type LiveAttribute, type LiveAttributes } from './live.ts';
import { type ObservedAttributes, observeAttributes } from './observe.ts';
import { attributeProbe } from './probe.ts';
import { attributePulling } from './pulling.ts';
import { attributeRules } from './rules.ts';
import { sensitiveNames } from './sensitive-names.ts';
import { attributeSnapshot } from './snapshot.ts';
import { attributeFields, attributeSteps, sameAttributeValue, verifyAttribute } from './steps.ts';
import { attributeUndoing } from './undoing.ts';

/** Data attributes of contacts and companies (intercom 3). */
export const attributeKind: Kind<AttributeDeclaration, ObservedAttributes, PeopleReader & CompanyReader> = {
  name: 'attribute',
  manifest: 'DataAttributes',
  schema: 'data-attributes.schema.json',
  words: { one: 'attribute', many: 'attributes' },
  shownWhenZero: true,
  revisable: true,
  guards: attributeGuards,
  rules: attributeRules,
  personal: { fields: () => [], manifest: 'nothing', sensitive: sensitiveNames },
  declare: declareAttributes,
  check: checkAttributes,
  foresee(declared, report) {
    for (const declaration of declared)
      if (isBuiltIn(declaration.model, declaration.name)) report(builtInFinding(declaration));
    foreseeAttributeCap(declared, report);
  },
  async noteLater(document, context, later) {
    for (const { address } of await declareAttributes(document, context)) later.addresses.add(address);
  },
  observe: observeAttributes,
  unmanaged: ({ attributes, later }) =>
    countUndeclared(attributes.values(), ({ model, name }) =>
      later.addresses.has(address('attribute', model, name)),
    ),
  diff: diffAttributes,
  ends: attributeEnds,
  carries: documentCarries,
  steps: attributeSteps,
  // What would lose values is read again by itself, so that its write can follow at once.
  reread: ({ context }) =>
    context?.emptied === undefined ? { how: 'together' } : { how: 'alone', reads: READS_OF_HOLDERS },
  current: currentAttributes,
  idsOf: null,
  same: sameAttributeValue,
  verify: verifyAttribute,
  undoing: attributeUndoing,
  pulling: attributePulling,
  snapshot: attributeSnapshot,
  auditing: attributeAuditing,
  generating: attributeGenerating,
  probes: [attributeProbe],
  async settle(change, step, failure, writer): Promise<Settled | undefined> {
    // A 400 to a create may mean that somebody else created it meanwhile.
    if (failure.outcome !== 'unknown' && !(step.creates && failure.status === 400)) return undefined;
    const found = find(change, indexAttributes(await writer.list(ATTRIBUTES)));
    // A repeated PUT does no harm.
    if (!step.creates) {
      if (found?.id == null) return undefined;
      return isHeld(step.expect, found) ? { state: 'done', body: {}, expect: {} } : { state: 'retry' };
    }
    if (found?.id == null)
      return failure.outcome === 'unknown' ? { state: 'retry', absent: true } : undefined;
    if (!isHeld(step.expect, found))
      return { state: 'stale', reason: 'an attribute of this name exists by now and differs' };
    return { state: 'already', id: found.id };
  },
};

function isHeld(wanted: Step['expect'], attribute: LiveAttribute): boolean {
  const shown = attributeFields(attribute);
  return Object.entries(wanted).every(([path, value]) =>
    sameAttributeValue(path, value, shown.get(path) ?? null),
  );
}

async function currentAttributes(
  changes: readonly Change[],
  reader: PeopleReader & CompanyReader,
): Promise<ReadonlyMap<string, Current>> {
  const live = indexAttributes(await reader.list(ATTRIBUTES));
  const currents = changes.map(async (change): Promise<[string, Current]> => {
    const found = find(change, live);
    if (found?.id == null) {
      const [, model, name = ''] = addressSegments(change.address);
      const others = [...live.values()].filter((other) => other.custom && other.model === model);
      return [change.address, { state: 'absent', gone: true, ...blocking(others, name) }];
    }
    const { emptied } = change.context ?? {};
    const blocked = emptied === undefined ? undefined : await stillHeld(emptied, typesOf(live), reader);
    const fields = attributeFields(found);
    return [
      change.address,
      { state: 'live', id: found.id, fields, ...(blocked === undefined ? {} : { blocked }) },
    ];
  });
  return new Map(await Promise.all(currents));
}

/** The list, three counts and a page: what it usually takes to know that nobody holds a value. */
const READS_OF_HOLDERS = 5;

function typesOf(live: LiveAttributes): TypeOf {
  return (name) => {
    const attribute = live.get(`contact/${name}`);
    return attribute === undefined || attribute.archived ? undefined : attribute.type;
  };
}

function find(change: Change, live: LiveAttributes): LiveAttribute | undefined {
  const [, model = '', name = ''] = addressSegments(change.address);
  return live.get(`${model}/${name}`);
}
