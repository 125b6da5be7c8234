import type { AttributeType, Model } from './attribute-type.ts';
import type { Carrying } from './carrying.ts';
import type { ContactKey } from './contact-key.ts';
import type { Cells } from './declaration.ts';
import type { Json } from './json.ts';
import type { KeyHashes } from './key-hashes.ts';
import type { NotLivePeople } from './not-live.ts';
import type { LivePerson, PeopleIndex, PlannedMerges, Role } from './person.ts';
import type { Place } from './place.ts';
import type { Removals } from './removals.ts';

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
  /** True where its declaration has an error, so that type or options are not known: no value is checked against them. */
  readonly isTypeUnknown?: boolean;
}

export interface KnownTag {
  /** The stored spelling when live, else the declared one. */
  readonly name: string;
  /** Intercom's id; undefined while the tag does not exist. */
  readonly id: string | undefined;
  readonly declared: string | undefined;
}

/** A name that a declared tag had before. */
export interface FormerTag {
  /** As it is written. */
  readonly name: string;
  /** Where it is written. */
  readonly place: Place;
  /** Address and name of the tag that had it. */
  readonly heir: { readonly address: string; readonly name: string };
  /** Position of the tag's declaration: changes of undeclared carriers follow it. */
  readonly order: number;
}

/** A live tag that gives way to another one, as which it is known today. */
export interface UnitedTag {
  /** As it is live. */
  readonly name: string;
  /** The tag that whoever carries it gets instead. */
  readonly heir: FormerTag['heir'];
}

export interface KnownCompany {
  readonly company_id: string;
  readonly id: string | undefined;
  readonly declared: string | undefined;
  /** True where it was not read, because no change that may be selected needs it: whether it is live is unknown. */
  readonly unread?: boolean;
}

/** Which changes `--target` may select, known before anything is planned. What none of them needs is not read. */
export interface Selectable {
  /** True where nothing is left out. */
  readonly everything: boolean;
  /** Whether the change with this address may be selected. */
  item(address: string): boolean;
  /** Whether a change whose address begins with `start` may be selected. */
  below(start: string): boolean;
}

/** A person that contact sets declare, once it is decided which live contact that is, with the values that it will have. */
export interface Claim {
  /** Address of the declaration that leads the group. */
  readonly address: string;
  /** The live contact; undefined for one that this plan creates. */
  readonly person: LivePerson | undefined;
  readonly role: Role;
  /** The keys by which declarations found `person`. */
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

/** All claims, in the order of the manifests: one an address, and one a live person. */
export interface Claims extends Iterable<Claim> {
  add(claim: Claim): void;
  at(address: string): Claim | undefined;
  on(personId: string): Claim | undefined;
  /** The claims that will have this key after the plan. */
  holding(key: ContactKey): readonly Claim[];
}

/** A tag that marks the members of a contact set. */
export interface OwnerTag {
  readonly address: string;
  readonly name: string;
  readonly set: string;
  readonly place: Place;
  readonly order: number;
  /** Whether the set declares anybody: if not, nobody needs the tag. */
  readonly hasMembers: boolean;
}

/**
 * Which tags count as owner tags by their name alone, such as those of other repositories that manage the workspace (design
 * 3.5).
 */
export interface OwnerPatterns {
  /** `workspace.owner_tags`: `*` stands for any text, and case does not count. */
  readonly patterns: readonly string[];
  /** Whether the project file sets the patterns; otherwise they are the default. */
  readonly written: boolean;
}

/** What the whole plan needs to know of a contact set, even of one that declares nobody. */
export interface DeclaredSet {
  readonly name: string;
  readonly place: Place;
  readonly order: number;
  readonly defaults: Cells;
  /** Former names of the set. */
  readonly was: readonly string[];
  /** True for a set that is being given up: it declares nobody, and contacts with its owner tag leave it. */
  readonly retired: boolean;
  /** What happens to contacts that left the set; undefined: nothing is pruned. */
  readonly prune: SetPruning | undefined;
  /** Whether it removes tags or companies that it does not list. */
  readonly exact: boolean;
  readonly rejects: LeftOutOfSet;
}

/** What is left out of a contact set, as far as it is known: declaring, checking and comparing find more. */
export interface LeftOutOfSet {
  /** How many rows `on_bad_row: skip` left out. */
  readonly rows: number;
  /** Keys by which these rows, and what is in doubt, name people, as far as they can be read. */
  readonly keys: { readonly size: number; has(key: string): boolean };
  /**
   * Whose values in this set are in doubt, because the set is not selected and errors in it were overlooked: those of some
   * people, or of all.
   */
  readonly doubt: 'somebody' | 'everybody' | undefined;
}

export interface SetPruning {
  readonly ownerTag: string;
  /** Former owner tags of the set: a contact that carries one still counts as a member. */
  readonly ownerTagWas: readonly string[];
  readonly place: Place;
  readonly action: 'untag' | 'archive';
}

/**
 * What the versions that `--to` leaves out declare. This plan treats none of it as undeclared: people in `keys` are not
 * pruned and lose nothing by `exact`, and nothing here counts as unmanaged. All is empty without `--to`.
 */
export interface LaterDeclared {
  /**
   * The people, by ids, external_ids, and emails as `emailKey` compares them. One set for all three: a mix-up only leaves
   * somebody alone.
   */
  readonly keys: Pick<ReadonlySet<string>, 'has' | 'size'>;
  /** Addresses of everything else. */
  readonly addresses: ReadonlySet<string>;
  /** Lower-cased names of the tags that mark members of later sets. */
  readonly ownerTags: ReadonlySet<string>;
  /** Files, from the project folder, that could not be read in full: they may declare anybody. */
  readonly unreadable: readonly string[];
}

/** Collects what later versions declare, document by document; the members are those of `LaterDeclared`. */
export interface LaterNotes {
  readonly keys: { add(key: string): void };
  readonly addresses: Set<string>;
  readonly ownerTags: Set<string>;
}

/** Keys of people in rows that were left out: these people are not changed, whatever other sets declare. */
export interface LeftAlone {
  readonly size: number;
  has(key: string): boolean;
  add(key: string): void;
}

/**
 * What the kinds know of each other, filled phase by phase in the order of the list of kinds. Without a network it holds
 * only what is declared, with `online: false`.
 */
export interface Catalog {
  readonly online: boolean;
  /** IANA name, for dates without a time. */
  readonly timezone: string;
  /** By `<model>/<name>`. */
  readonly attributes: Map<string, KnownAttribute>;
  /** By lower-cased name. */
  readonly tags: Map<string, KnownTag>;
  /** What declared tags were called before, by lower-cased name; those of one tag in the order in which they count. */
  readonly formerTags: Map<string, FormerTag>;
  /** Live tags with a former name that are not renamed, since the tag of today is live as well: by Intercom id. */
  readonly unitedTags: Map<string, UnitedTag>;
  /** By company_id. */
  readonly companies: Map<string, KnownCompany>;
  /** Address → Intercom id of the live items that steps may refer to, as `observe` finds them. */
  readonly ids: Map<string, string>;
  /** Lower-cased email → admin id. */
  readonly admins: Map<string, string>;
  readonly people: PeopleIndex;
  readonly notLive: NotLivePeople;
  readonly claims: Claims;
  readonly merges: PlannedMerges;
  /** Keys by which declared merges name their leads: contact sets treat these leads as gone. */
  readonly mergeSources: ContactKey[];
  /** What declarations refer to; decides what observe reads. */
  readonly references: {
    readonly companies: Set<string>;
    /** Whether companies matter that no declaration refers to: those that are detached from people, or move in merges. */
    everyCompany: boolean;
    owners: boolean;
    mergeHistory: boolean;
  };
  readonly selectable: Selectable;
  readonly removals: Removals;
  /** How keyed hashes of people compare. */
  readonly keyHashes: KeyHashes;
  /** Tags that pruning sets put on their members, by lower-cased name (design 3.5). */
  readonly ownerTags: Map<string, OwnerTag>;
  /** Former owner tags of pruning sets, by lower-cased name → the tag that has replaced it. */
  readonly formerOwnerTags: Map<string, OwnerTag>;
  readonly ownerPatterns: OwnerPatterns;
  /** Every contact set of the manifests, in their order. */
  readonly sets: readonly DeclaredSet[];
  /** Names of sets with errors: while there is one, nothing is pruned or taken off anywhere. */
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
  /** Values that live people and companies get from what they hold already. */
  readonly carrying: Carrying;
}
