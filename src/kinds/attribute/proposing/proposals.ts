import type { AttributeProposal } from '../../../types/audit.ts';
import { byText } from '../../../types/by-text.ts';
import type { ManagedItems } from '../../../types/kind/auditing.ts';
import { type CountedAttribute, type Member, membersOf } from './member.ts';
import { nameGroups } from './name-groups.ts';
import { listOfText, mergedOptions, mergesOptions } from './options.ts';
import type { Overlaps } from './overlaps.ts';
import { proposedSource } from './sources.ts';

export interface ProposalFacts {
  readonly counted: readonly CountedAttribute[];
  readonly overlaps: Overlaps;
  readonly managed: ManagedItems;
}

/** Changes of the schema for what was found: one an attribute, by model and name. What a manifest says already is left out. */
export function attributeProposals({
  counted,
  overlaps,
  managed,
}: ProposalFacts): readonly AttributeProposal[] {
  const members = membersOf(counted, managed);
  const { catalog } = managed;
  const proposals: AttributeProposal[] = [];
  const taken = new Set<Member>();
  const kept = new Set<Member>();
  for (const { kept: one, others, numbered } of nameGroups(members)) {
    const merged = mergedOptions(one);
    const options = merged?.map(({ value }) => value) ?? one.options;
    const from = [...others, ...numbered].map((other) =>
      proposedSource(other, { kept: one, options, numbered: numbered.includes(other), overlaps, catalog }),
    );
    for (const [at, other] of [...others, ...numbered].entries())
      if (from[at]?.refused === null) taken.add(other);
    kept.add(one);
    proposals.push(proposal(one, { from, options: merged ?? null }));
  }
  for (const member of members) {
    if (kept.has(member) || taken.has(member)) continue;
    if (!member.isDeclarable) continue;
    const options = mergedOptions(member) ?? listOfText(member) ?? null;
    if (mergesOptions(options)) proposals.push(proposal(member, { options }));
    else if (isUnused(member, managed)) proposals.push(proposal(member, { options, archive: true }));
  }
  return proposals.sort((a, b) => byText(b.model, a.model) || byText(a.attribute, b.attribute));
}

function proposal(member: Member, more: Partial<AttributeProposal>): AttributeProposal {
  const { model, name, type, held, spot } = member;
  return {
    ...{ model, attribute: name, type, held, declared: spot, from: [], options: null, archive: false },
    ...more,
  };
}

/** Whether no live contact holds it, and no manifest protects it or says where its values are to come from. */
function isUnused({ held, audit, declaration }: Member, { catalog }: ManagedItems): boolean {
  if (held !== 0 || audit === undefined) return false;
  if (declaration?.cells.get('protect')?.value === true) return false;
  return !catalog.carrying.rules.some(({ address }) => address === declaration?.address);
}
