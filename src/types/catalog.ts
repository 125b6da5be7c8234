import type { ContactKey } from './contact-key.ts';
import type { Cells } from './declaration.ts';
import type { Json } from './json.ts';
import type { LivePerson, PeopleIndex, PlannedMerges, Role } from './person.ts';
import type { Place } from './place.ts';

export type AttributeType = 'string' | 'integer' | 'float' | 'boolean' | 'date' | 'datetime' | 'options';
export type Model = 'contact' | 'company';

/** An attribute that values may be written to, as it will be after this plan. */
export interface KnownAttribute {
  readonly model: Model;
  readonly name: string;
  readonly type: AttributeType;
  readonly options: readonly string[] | undefined;
  readonly archived: boolean;
  readonly sensitive: boolean;
  /** Address, when a manifest declares it. */
  readonly declared: string | undefined;
  readonly place: Place | undefined;
  /** True where its declaration is wrong, so that its type or options are not known: no value is held against them. */
  readonly isTypeUnknown?: boolean;
}

export interface KnownTag {
  /** The stored spelling when live, else the declared one. */
  readonly name: string;
  /** Intercom's id; undefined while it does not exist. */
  readonly id: string | undefined;
  readonly declared: string | undefined;
}

export interface KnownCompany {
  readonly company_id: string;
  readonly id: string | undefined;
  readonly declared: string | undefined;
  /** True where it was not asked for, since no change that may be selected needs it: nobody knows whether it is live. */
  readonly unread?: boolean;
}

/** What `--target` may select, known before anything is planned. What nothing of it needs has not to be read. */
export interface Selectable {
  /** True where nothing is left out. */
  readonly everything: boolean;
  /** Whether a change of this address is meant. */
  item(address: string): boolean;
  /** Whether a change may be meant whose address begins so. */
  below(start: string): boolean;
}

/** A person that contact sets declare, after identity was decided: who it is and what it will hold. */
export interface Claim {
  /** Address of the declaration that leads the group. */
  readonly address: string;
  /** The live contact; undefined for one that this plan creates. */
  readonly person: LivePerson | undefined;
  readonly role: Role;
  /** Keys that declarations found `person` by. */
  readonly matched: readonly ContactKey[];
  /** Values after this plan; undefined where unmanaged. */
  readonly external_id: string | undefined;
  readonly email: string | undefined;
  readonly phone: string | undefined;
  /** Field path → value that the declarations want; null clears. */
  readonly values: ReadonlyMap<string, { readonly value: Json; readonly onlyIfEmpty: boolean }>;
  /** Whether `person` is a lead that this plan makes a user. */
  readonly converts: boolean;
}

/** All claims, in the order of the manifests: one for an address, and one for a live person. */
export interface Claims extends Iterable<Claim> {
  add(claim: Claim): void;
  at(address: string): Claim | undefined;
  on(personId: string): Claim | undefined;
  /** Those that will be known by this key after the plan. */
  holding(key: ContactKey): readonly Claim[];
}

/** A tag that marks the members of a contact set. */
export interface OwnerTag {
  readonly address: string;
  readonly name: string;
  readonly set: string;
  readonly place: Place;
  readonly order: number;
  /** Whether the set declares anybody: otherwise nobody needs the tag. */
  readonly hasMembers: boolean;
}

/** Which tags are owner tags by their name alone: those of other repositories that manage the workspace (design 3.5). */
export interface OwnerPatterns {
  /** `workspace.owner_tags`: `*` stands for any text, and case does not count. */
  readonly patterns: readonly string[];
  /** Whether the project file says so, or it is the default. */
  readonly written: boolean;
}

/** What the whole plan needs of a contact set, also of one that declares nobody. */
export interface DeclaredSet {
  readonly name: string;
  readonly place: Place;
  readonly order: number;
  readonly defaults: Cells;
  /** Names that it had before. */
  readonly was: readonly string[];
  /** True for a set that is on its way out: it declares nobody, and whoever carries its owner tag leaves it. */
  readonly retired: boolean;
  /** What happens to contacts that left the set; undefined: nothing is pruned. */
  readonly prune: SetPruning | undefined;
  /** Whether it takes off what it does not list. */
  readonly exact: boolean;
  /** Rows that `on_bad_row: skip` left out, gathered while they are declared and checked. */
  readonly rejected: { readonly size: number };
  /** Whom something was overlooked about, since the set is not selected: of `everybody` it is not known what counts. */
  readonly doubt?: 'somebody' | 'everybody' | undefined;
  /** What those rows name people by, as far as it can be read. */
  readonly rejectedKeys: { readonly size: number; has(key: string): boolean };
}

export interface SetPruning {
  readonly ownerTag: string;
  /** Tags that marked the members before; whoever carries one counts as a member still. */
  readonly ownerTagWas: readonly string[];
  readonly place: Place;
  readonly action: 'untag' | 'archive';
}

/**
 * What versions that `--to` leaves out declare. To this plan none of it is undeclared: whoever is in `keys` is not pruned and
 * loses nothing by `exact`, and nothing here is called unmanaged. Everything is empty without `--to`.
 */
export interface LaterDeclared {
  /** The people: ids, external_ids, and emails as `emailKey` compares them. Told apart by nothing: a mix-up only leaves alone. */
  readonly keys: Pick<ReadonlySet<string>, 'has' | 'size'>;
  /** Addresses of everything else. */
  readonly addresses: ReadonlySet<string>;
  /** Lower-cased names of the tags that mark members of later sets. */
  readonly ownerTags: ReadonlySet<string>;
  /** Files, from the project folder, of which not everything could be read: anybody may be declared there. */
  readonly unreadable: readonly string[];
}

/** Takes what later versions declare, document by document; each set as in `LaterDeclared`. */
export interface LaterNotes {
  readonly keys: { add(key: string): void };
  readonly addresses: Set<string>;
  readonly ownerTags: Set<string>;
}

/** What rows that were left out name people by: nobody of them is changed, whatever other sets declare. */
export interface LeftAlone {
  readonly size: number;
  has(key: string): boolean;
  add(key: string): void;
}

/**
 * What the kinds know of each other, filled phase by phase in the order of the list of kinds. Offline it holds what is
 * declared, with `online: false`.
 */
export interface Catalog {
  readonly online: boolean;
  /** IANA name, for dates without a time. */
  readonly timezone: string;
  /** By `<model>/<name>`. */
  readonly attributes: Map<string, KnownAttribute>;
  /** By lower-cased name. */
  readonly tags: Map<string, KnownTag>;
  /** By company_id. */
  readonly companies: Map<string, KnownCompany>;
  /** Address → Intercom id of the live items that steps may refer to, as observing finds them. */
  readonly ids: Map<string, string>;
  /** Lower-cased email → admin id. */
  readonly admins: Map<string, string>;
  readonly people: PeopleIndex;
  readonly claims: Claims;
  readonly merges: PlannedMerges;
  /** What declared merges take leads away by: to a contact set they are as good as gone. */
  readonly mergeSources: ContactKey[];
  /** What declarations refer to; decides what observe reads. */
  readonly references: {
    readonly companies: Set<string>;
    /** Whether companies are told apart that nothing refers to: what is taken off people, or moves in merges. */
    everyCompany: boolean;
    owners: boolean;
    mergeHistory: boolean;
  };
  readonly selectable: Selectable;
  /** Tags that pruning sets put on their members, by lower-cased name (design 3.5). */
  readonly ownerTags: Map<string, OwnerTag>;
  /** Tags that marked the members of pruning sets before, by lower-cased name → the tag that does so now. */
  readonly formerOwnerTags: Map<string, OwnerTag>;
  readonly ownerPatterns: OwnerPatterns;
  /** Every contact set of the manifests, in their order. */
  readonly sets: readonly DeclaredSet[];
  /** Names of sets of which something is wrong: while there is one, nothing is pruned or taken off anywhere. */
  readonly faulty: Set<string>;
  readonly leftAlone: LeftAlone;
  /** Contact set → ids of the live contacts that carry its owner tag; only where the scan was complete. */
  readonly carriers: Map<string, readonly string[]>;
  /** Contact set → its live members: live contacts that it declares or that carry its owner tag. */
  readonly members: Map<string, number>;
  /** Addresses whose lookups were incomplete: nothing is created, merged or pruned for them (law 10). */
  readonly incomplete: Set<string>;
  /** What later versions declare, where `--to` leaves some out. */
  readonly later: LaterDeclared;
}
