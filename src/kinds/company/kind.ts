import { address, addressSegments } from '../../types/address.ts';
import { type Change, isMembership } from '../../types/change.ts';
import type { Json, JsonObject } from '../../types/json.ts';
import type { Current, Kind, Settled } from '../../types/kind.ts';
import type { Step } from '../../types/step.ts';
import { customHolder } from '../carrying/custom-holder.ts';
import { notAsCarried } from '../carrying/not-as-carried.ts';
import type { CompanyReader } from '../company-calls.ts';
import { listOf } from '../declared/declare-map.ts';
import { isFormerTag } from '../declared/references.ts';
import { lostFormer } from '../declared/united-tags.ts';
import { sensitiveAttributes } from '../people/personal-fields.ts';
import { editedFields } from '../written/edited-fields.ts';
import { carriersOfFormerTags } from './carriers.ts';
import { type CompanyDeclaration, declareCompanies } from './declaration.ts';
import { checkCompanies, diffCompanies } from './diff.ts';
import { companyGenerating } from './generating.ts';
import { companyFields, companyTagNames, type LiveCompanies, observeCompanies } from './live.ts';
import { companyProbe } from './probe.ts';
import { companyPulling } from './pulling.ts';
import { companySnapshot } from './snapshot.ts';
import { companySteps, untaggedName, verifyCompany } from './steps.ts';
import { companyUndoing } from './undoing.ts';
import { companyValues } from './values.ts';
import type { WireCompany } from './wire.ts';

/** Not compared with an answer: tags are read only where the change has some. */
const READ_ALONE: ReadonlySet<string> = new Set(['tags']);

/** Companies by company_id, which is your own immutable id. They are created and updated, never deleted. */
export const companyKind: Kind<CompanyDeclaration, LiveCompanies, CompanyReader> = {
  name: 'company',
  manifest: 'Companies',
  schema: 'companies.schema.json',
  words: { one: 'company', many: 'companies' },
  shownWhenZero: true,
  revisable: true,
  guards: {},
  personal: {
    fields: (sensitive) => sensitiveAttributes('company', sensitive),
    manifest: 'sensitive',
  },
  declare: declareCompanies,
  check(declared, catalog, report) {
    checkCompanies(declared, catalog, report);
    if (catalog.online) return;
    for (const declaration of declared) {
      companyValues(declaration, catalog, report);
      for (const tag of listOf(declaration.cells, 'tags') ?? [])
        isFormerTag(tag, declaration.address, catalog, report);
    }
  },
  async noteLater(document, context, later) {
    for (const declared of await declareCompanies(document, context)) later.addresses.add(declared.address);
  },
  observe: observeCompanies,
  observeAfter: async (live, catalog, reader) => ({
    ...live,
    carriers: await carriersOfFormerTags(live.looked, catalog, reader),
  }),
  diff: diffCompanies,
  steps: companySteps,
  // No request finds several companies. Planning has just found that those to be created do not exist.
  reread: ({ id }, mode) => (id !== null || mode === 'each' ? { how: 'alone', reads: 1 } : { how: 'not' }),
  async idsOf(addresses, reader) {
    const live = await reader.companies(addresses.map((one) => addressSegments(one)[1] ?? ''));
    return new Map([...live].map(([companyId, { id }]) => [address('company', companyId), id]));
  },
  current: currentCompanies,
  same: null,
  verify: verifyCompany,
  undoing: companyUndoing,
  pulling: companyPulling,
  snapshot: companySnapshot,
  auditing: null,
  generating: companyGenerating,
  probes: [companyProbe],
  edits(step, read, body) {
    // After a lost answer the body shows no company.
    if (step.request.method !== 'PUT' || (body as JsonObject)['id'] === undefined) return [];
    return editedFields(step, read, companyFields(body as unknown as WireCompany), READ_ALONE);
  },
  // POST /companies is an upsert by company_id, and tagging twice changes nothing, so what is not found may be sent again.
  async settle(change, step, failure, writer): Promise<Settled | undefined> {
    if (failure.outcome !== 'unknown') return undefined;
    const found = await writer.company(companyIdOf(change));
    if (found === undefined) return step.creates ? { state: 'retry', absent: true } : undefined;
    if (!isHeld(step, found)) return { state: 'retry' };
    return step.creates ? { state: 'already', id: found.id } : { state: 'done', body: {}, expect: {} };
  },
};

function isHeld(step: Step, company: WireCompany): boolean {
  const { tags } = step.expect;
  const untagged = untaggedName(step);
  if (untagged !== undefined)
    return !companyTagNames(company).some((name) => name.toLowerCase() === untagged.toLowerCase());
  if (!Array.isArray(tags)) return verifyCompany(step, company as unknown as Json).length === 0;
  const names = new Set(companyTagNames(company).map((name) => name.toLowerCase()));
  return tags.every((name: Json) => names.has(String(name).toLowerCase()));
}

function companyIdOf(change: Change): string {
  return addressSegments(change.address)[1] ?? '';
}

async function currentCompanies(
  changes: readonly Change[],
  reader: CompanyReader,
): Promise<ReadonlyMap<string, Current>> {
  const found = await Promise.all(
    changes.map(async (change): Promise<[string, Current]> => {
      const company = await reader.company(companyIdOf(change));
      return [change.address, company === undefined ? { state: 'absent' } : liveCompany(change, company)];
    }),
  );
  return new Map(found);
}

function liveCompany(change: Change, company: WireCompany): Current {
  const fields = companyFields(company);
  const tags = change.fields['tags'];
  const carried = notAsCarried(change, customHolder(company.custom_attributes));
  let lost: string | undefined;
  if (tags !== undefined && isMembership(tags)) {
    const names = companyTagNames(company);
    fields.set('tags', names);
    const held = new Set(names.map((name) => name.toLowerCase()));
    lost = lostFormer(tags, change.context ?? {}, (name) => held.has(name.toLowerCase()));
  }
  const blocked = carried ?? lost;
  return { state: 'live', id: company.id, fields, ...(blocked === undefined ? {} : { blocked }) };
}
