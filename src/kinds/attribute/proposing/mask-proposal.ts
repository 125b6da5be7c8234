import { attributePath } from '../../../types/attribute-path.ts';
import type { AttributeProposal, ProposedSource, ValueCount } from '../../../types/audit.ts';
import type { AuditMask } from '../../../types/kind/auditing.ts';

/** The proposal without personal data. */
export function maskProposal(proposal: AttributeProposal, mask: AuditMask): AttributeProposal {
  const { model, attribute, from, options, declared } = proposal;
  const own = (text: string) => String(mask.value(model, attributePath(attribute), text));
  return {
    ...proposal,
    attribute: mask.text(attribute),
    declared: declared === null ? null : mask.text(declared),
    from: from.map((source) => maskSource(source, { model, own, mask })),
    options:
      options?.map(({ value, contacts, was }) => ({
        ...{ value: own(value), contacts },
        was: was.map((one) => ({ ...one, value: own(one.value) })),
      })) ?? null,
  };
}

interface Masks {
  readonly model: string;
  /** Masks a value of the attribute that is kept. */
  readonly own: (text: string) => string;
  readonly mask: AuditMask;
}

function maskSource(source: ProposedSource, { model, own, mask }: Masks): ProposedSource {
  const { attribute, declared, refused, values, unconverted } = source;
  const masked = <T extends ValueCount>(one: T): T => ({
    ...one,
    value: mask.value(model, attributePath(attribute), one.value),
  });
  return {
    ...source,
    attribute: mask.text(attribute),
    declared: declared === null ? null : mask.text(declared),
    refused: refused === null ? null : mask.text(refused),
    values: values.map((one) => ({ ...masked(one), becomes: own(one.becomes) })),
    unconverted: { ...unconverted, values: unconverted.values.map(masked) },
  };
}
