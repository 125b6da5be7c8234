import type { Change } from '../../types/change.ts';
import { type ChangeGroup, samplesOf } from '../changes/group-changes.ts';
import { groupCount, groupParts } from '../changes/group-words.ts';
import { identityChanges } from '../changes/identity-fields.ts';
import { otherNotes, pairWords } from '../changes/merge-facts.ts';
import type { IsBlocked } from '../changes/shapes.ts';
import type { Mask } from '../mask/mask.ts';
import { glyphOf } from './glyphs.ts';
import { graveReason, isGrave } from './grave.ts';

/** A change as every format shows it. It is made for one change at a time: there may be a million. */
export class ShownChange {
  /** Masked, if the plan is shown masked. */
  readonly change: Change;
  /** Whether a guard holds it back. */
  readonly blocked: boolean;

  constructor(change: Change, blocked: boolean) {
    this.change = change;
    this.blocked = blocked;
  }

  get glyph(): string {
    return glyphOf(this.change.action, this.blocked);
  }

  /** The reason, for a grave change only: of any other its fields say enough. */
  get why(): string | undefined {
    return isGrave(this.change) ? this.reason : undefined;
  }

  /** Why it is planned and what it takes away. */
  get reason(): string {
    return graveReason(this.change);
  }

  /** Of a merge whose notes tell it: who becomes part of whom. */
  get pair(): string | undefined {
    const { action, notes } = this.change;
    return action === 'merge' && this.notes.length < notes.length ? pairWords(this.change) : undefined;
  }

  /** Without the note that says who is merged into whom. */
  get notes(): readonly string[] {
    return otherNotes(this.change);
  }

  /** Fields that change who somebody is or how they are reached: their values are never cut. */
  get identity(): readonly string[] {
    return identityChanges(this.change);
  }
}

/** Many changes of one shape as every format shows them. */
export interface ShownGroup {
  /** Its fields are masked, if the plan is shown masked; its changes are not. */
  readonly group: ChangeGroup;
  readonly glyph: string;
  /** `1,204 contacts`. */
  readonly count: string;
  /** What they have in common, and which fields differ. */
  readonly parts: readonly string[];
  /** The first of them, which are shown in full. */
  readonly samples: readonly ShownChange[];
}

/** How the changes and groups of one plan are shown. */
export interface Showing {
  change(change: Change): ShownChange;
  group(group: ChangeGroup): ShownGroup;
}

export function showing(mask: Mask | undefined, isBlocked: IsBlocked): Showing {
  return {
    change: (change) => new ShownChange(mask?.change(change) ?? change, isBlocked(change)),
    group: (group) => shownGroup(maskedGroup(group, mask)),
  };
}

/** A group that needs no masking. */
export function shownGroup(group: ChangeGroup): ShownGroup {
  return {
    group,
    glyph: glyphOf(group.action, group.blocked),
    count: groupCount(group),
    parts: groupParts(group),
    samples: samplesOf(group).map((change) => new ShownChange(change, group.blocked)),
  };
}

/** The group with its common fields and first changes masked. */
function maskedGroup(group: ChangeGroup, mask: Mask | undefined): ChangeGroup {
  const [first] = group.heads;
  if (mask === undefined || first === undefined) return group;
  const agreed = group.fields.flatMap(({ path, same }) =>
    same === undefined ? [] : [[path, same] as const],
  );
  const masked = mask.change({ ...first, fields: Object.fromEntries(agreed) }).fields;
  return {
    ...group,
    heads: samplesOf(group).map(mask.change),
    fields: group.fields.map((field) =>
      field.same === undefined ? field : { ...field, same: masked[field.path] ?? field.same },
    ),
  };
}
