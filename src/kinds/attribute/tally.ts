import type { AttributeAudit, AttributesAudit } from '../../types/audit.ts';
import { byText } from '../../types/by-text.ts';
import type { KnownAttribute } from '../../types/catalog.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { AuditedContact } from '../../types/kind/auditing.ts';
import { nameForm, nearEqual } from '../../types/near-equal.ts';
import { isCustomRow } from './live.ts';
import { createValueTally, type ValueTally } from './value-tally.ts';
import type { WireAttribute } from './wire.ts';

/** The most custom attributes a workspace may hold, and the number from which the audit warns (intercom 3.5, 9.15). */
const CUSTOM_ATTRIBUTES = 250;
const NEARLY_FULL = 225;

/** The audit of the attributes without what is proposed of them. */
export type AttributeCounts = Omit<AttributesAudit, 'proposals'>;

/** Counts contacts one by one, and makes the audit of the attributes. */
export interface AttributesTally {
  add(contact: AuditedContact): void;
  audit(): AttributeCounts;
}

interface Item {
  readonly live: LiveAttribute;
  readonly declared: KnownAttribute | undefined;
  /** Undefined for company attributes: companies are not read. */
  readonly tally: ValueTally | undefined;
}

interface LiveAttribute {
  readonly model: 'contact' | 'company';
  readonly name: string;
  readonly type: string;
  readonly options: readonly string[] | undefined;
  readonly archived: boolean;
}

export function createAttributesTally(
  rows: readonly WireAttribute[],
  declared: ReadonlyMap<string, KnownAttribute>,
): AttributesTally {
  const items = rows
    .flatMap(liveCustom)
    .sort((a, b) => byText(b.model, a.model) || byText(a.name, b.name))
    .map((live): Item => {
      const known = declared.get(`${live.model}/${live.name}`);
      const options = known?.options ?? live.options;
      return {
        live,
        declared: known,
        tally: live.model === 'contact' ? createValueTally(options) : undefined,
      };
    });
  const tallies = new Map<string, ValueTally>();
  for (const { live, tally } of items) if (tally !== undefined) tallies.set(live.name, tally);

  return {
    add({ custom_attributes }) {
      for (const [name, value] of Object.entries(custom_attributes)) tallies.get(name)?.add(value);
    },
    audit() {
      const audited = items.map(auditOf);
      const inUse = audited.filter(({ archived }) => !archived);
      return {
        cap: { used: inUse.length, limit: CUSTOM_ATTRIBUTES },
        counts: {
          contact: inUse.filter(({ model }) => model === 'contact').length,
          company: inUse.filter(({ model }) => model === 'company').length,
          archived: audited.length - inUse.length,
          unmanaged: inUse.filter(({ managed }) => !managed).length,
          unused: inUse.filter(({ held }) => held === 0).length,
        },
        items: audited,
        near_equal_names: nearEqual(audited, ({ model, name }) => `${model}/${nameForm(name)}`).map(
          (group) => ({
            model: group[0]?.model ?? '',
            names: group.map(({ name }) => name),
          }),
        ),
      };
    },
  };
}

/** The warning that the cap is near, if it is. */
export function capFindings({ cap }: Pick<AttributesAudit, 'cap'>): readonly Diagnostic[] {
  if (cap.used < NEARLY_FULL) return [];
  return [
    {
      code: 'attribute-cap',
      severity: 'warning',
      summary: `the workspace holds ${cap.used} custom attributes`,
      detail: `Intercom's cap is ${cap.limit}, archived ones not counted`,
      help: 'archive attributes that nobody uses: archived: true in a manifest, then plan with --allow archive=N',
    },
  ];
}

/** A list reads back as `string` with options (intercom 3.3); built-ins have no id (intercom 3.2). */
function liveCustom(row: WireAttribute): LiveAttribute[] {
  if (!isCustomRow(row)) return [];
  const options = row.options !== undefined && row.options.length > 0 ? row.options : undefined;
  return [
    {
      model: row.model === 'company' ? 'company' : 'contact',
      name: row.name,
      type: options === undefined ? row.data_type : 'options',
      options,
      archived: row.archived ?? false,
    },
  ];
}

function auditOf({ live, declared, tally }: Item): AttributeAudit {
  return {
    model: live.model,
    name: live.name,
    type: live.type,
    archived: live.archived,
    managed: declared !== undefined,
    sensitive: declared?.sensitive ?? false,
    held: tally?.held() ?? null,
    values: tally?.values() ?? null,
  };
}
