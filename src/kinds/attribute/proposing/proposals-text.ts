import type { AttributeProposal, AttributesAudit, ProposedSource } from '../../../types/audit.ts';
import type { AuditSection, AuditWords } from '../../../types/kind/auditing.ts';

/** What is proposed, one line for each thing to decide. */
export function proposalSections({ proposals }: AttributesAudit, words: AuditWords): readonly AuditSection[] {
  if (proposals.length === 0) return [];
  return [
    {
      title: `Proposed changes (${words.thousands(proposals.length)})`,
      advice:
        'A manifest can make them, with every value carried along. Each is a guess by names and counts.',
      lines: words.sampled(proposals, (proposal) =>
        linesOf(proposal, words).map((line) => `  ${line}${declaredText(proposal, words)}`),
      ),
    },
  ];
}

function linesOf(proposal: AttributeProposal, words: AuditWords): readonly string[] {
  const { type, held, from, options, archive } = proposal;
  const name = `${proposal.model}/${words.inert(proposal.attribute)}`;
  const possible = from.filter(({ refused }) => refused === null);
  const sure = possible.filter(({ numbered }) => !numbered);
  const taken = sure.length > 0 ? sure : possible;
  const others = possible.filter((one) => !taken.includes(one));
  const kept = `${name}${countText(held, words)}`;
  const verb = sure.length > 0 ? 'takes over' : 'may be the same as';
  const merged = (options ?? []).flatMap(({ value, contacts, was }) => {
    const news = was.filter(({ proposed }) => proposed);
    if (news.length === 0) return [];
    const olds = news.map((one) => `${words.shown(one.value)}${countText(one.contacts, words)}`).join(', ');
    const into = `${words.shown(value)}${countText(contacts, words)}`;
    return [
      `${name}: ${olds} ${news.length === 1 ? 'becomes' : 'become'} ${into}${type === 'options' ? '' : ', as a list'}`,
    ];
  });
  return [
    ...(taken.length === 0
      ? []
      : [
          `${kept} ${verb} ${taken.map((one) => sourceText(one, type, words)).join(', ')}${lossText(taken, words)}`,
        ]),
    ...others.map((one) => `${kept} may be the same as ${sourceText(one, type, words)}`),
    ...from.flatMap((one) =>
      one.refused === null
        ? []
        : [`${kept} takes nothing from ${sourceText(one, type, words)}: ${words.inert(one.refused)}`],
    ),
    ...merged,
    ...(archive ? [`${name}: nobody holds it, so it could be archived`] : []),
  ];
}

/** `Plan Name (12)`, with the type where it is another one. */
function sourceText({ attribute, type, held }: ProposedSource, into: string, words: AuditWords): string {
  const other = type === into ? '' : `, ${words.inert(type)}`;
  return `${words.shown(attribute)}${countText(held, words, other)}`;
}

/** What would not arrive: who holds two values, and who holds one that cannot be converted. */
function lossText(taken: readonly ProposedSource[], { counted }: AuditWords): string {
  const differ = taken.reduce((sum, one) => sum + (one.differ ?? 0), 0);
  const left = taken.reduce((sum, one) => sum + one.unconverted.contacts, 0);
  return [
    ...(differ > 0 ? [`; ${counted(differ, 'old value')} beside another one would not be carried`] : []),
    ...(left > 0 ? [`; ${counted(left, 'old value')} cannot be converted`] : []),
  ].join('');
}

function countText(count: number | null, { thousands }: AuditWords, more = ''): string {
  if (count === null) return more === '' ? '' : ` (${more.slice(2)})`;
  return ` (${thousands(count)}${more})`;
}

function declaredText({ declared }: AttributeProposal, { inert }: AuditWords): string {
  return declared === null ? '' : `; declared at ${inert(declared)}`;
}
