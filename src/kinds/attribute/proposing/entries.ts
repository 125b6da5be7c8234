import { address } from '../../../types/address.ts';
import type { AttributeProposal, AttributesAudit, ProposedSource } from '../../../types/audit.ts';
import type { Json, JsonObject } from '../../../types/json.ts';
import type { ChangesTarget, ProposedEntry } from '../../../types/kind/auditing.ts';
import type { AttributeDeclaration } from '../declaration.ts';
import { isLikelySensitive } from '../sensitive-words.ts';
import { mergesOptions } from './options.ts';
import { proposalRemarks, retypes } from './remarks.ts';

/** What a manifest would say to make the changes that are proposed. */
export function proposedEntries(
  { proposals }: AttributesAudit,
  target: ChangesTarget,
): readonly ProposedEntry[] {
  return proposals.flatMap((proposal) => entryOf(proposal, target));
}

function entryOf(proposal: AttributeProposal, target: ChangesTarget): readonly ProposedEntry[] {
  const { model, attribute: key } = proposal;
  const at = address('attribute', model, key);
  const standing = target.standing(at);
  const sources = carried(proposal);
  const options: JsonObject = proposal.options === null ? {} : { options: proposal.options.map(optionField) };
  const said: JsonObject = {
    ...(mergesOptions(proposal.options) ? options : {}),
    ...(sources.length === 0 ? {} : { from: fromField(sources) }),
    ...(proposal.archive ? { archived: true } : {}),
  };
  const isSaid = Object.keys(said).length > 0;
  const remarks = [...proposalRemarks(proposal)];
  const entry = { list: 'attributes', head: { model }, key };
  if (!isSaid) return [{ ...entry, fields: {}, remarks, isActive: false }];
  const whole: JsonObject = {
    type: proposal.options === null ? proposal.type : 'options',
    ...options,
    ...(isLikelySensitive(key) && standing === 'free' ? { sensitive: true } : {}),
    ...said,
  };
  const refused = target.refusal(declarationOf(proposal, at, whole));
  if (refused !== undefined) remarks.push(`It cannot be declared so: ${refused}`);
  if (standing === 'elsewhere')
    remarks.push(`It is declared at ${proposal.declared ?? 'another place'}: say it there.`);
  const fields = standing === 'free' ? whole : { ...(retypes(proposal) ? { type: 'options' } : {}), ...said };
  return [
    {
      ...entry,
      fields,
      remarks,
      isActive: standing !== 'elsewhere' && refused === undefined && isSafe(proposal),
    },
  ];
}

/** Whether it may stand in the manifest without having been thought about: nothing is retyped, archived or guessed. */
function isSafe(proposal: AttributeProposal): boolean {
  if (proposal.archive || retypes(proposal)) return false;
  return proposal.from.every(({ numbered }) => !numbered) || carried(proposal).some((one) => !one.numbered);
}

/** The sources that are written: those that something can be carried from; guesses only where there is nothing else. */
function carried({ from }: AttributeProposal): readonly ProposedSource[] {
  const possible = from.filter(({ refused }) => refused === null);
  const sure = possible.filter(({ numbered }) => !numbered);
  return sure.length > 0 ? sure : possible;
}

/** `archive: true` only where nothing is lost by it, and where no manifest declares the old attribute. */
function fromField(sources: readonly ProposedSource[]): JsonObject {
  const [first, ...others] = sources.map(({ attribute }) => attribute);
  const values = Object.fromEntries(
    sources.flatMap((one) => one.values.map(({ value, becomes }) => [String(value).trim(), becomes])),
  );
  const archives = sources.every(({ declared, differ }) => declared === null && differ === 0);
  return {
    attribute: others.length === 0 ? (first ?? '') : [first ?? '', ...others],
    ...(Object.keys(values).length === 0 ? {} : { values }),
    ...(sources.some(({ unconverted }) => unconverted.contacts > 0) ? { other: 'skip' } : {}),
    ...(archives ? { archive: true } : {}),
  };
}

function optionField({ value, was }: { value: string; was: readonly { value: string }[] }): Json {
  return was.length === 0 ? value : { value, was: was.map((one) => one.value) };
}

function declarationOf(
  { model, attribute: name }: AttributeProposal,
  at: string,
  fields: JsonObject,
): AttributeDeclaration {
  const place = { file: '' };
  const cells = new Map(Object.entries(fields).map(([path, value]) => [path, { value, place }]));
  return { kind: 'attribute', address: at, place, order: 0, version: null, cells, model, name };
}
