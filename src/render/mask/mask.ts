import { type Change, type FieldChange, type FieldChanges, isMembership } from '../../types/change.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { Json } from '../../types/json.ts';
import type { Changes, PlanDocument, WorkspaceRef } from '../../types/plan.ts';
import type { ChangeResult, ResultDocument } from '../../types/result.ts';
import { mapped, remade } from '../../types/stream.ts';
import { ChangesBeside } from './changes-beside.ts';
import { maskContext } from './mask-context.ts';
import { type MaskDigest, maskDigest } from './mask-digest.ts';
import { maskFinding, maskSentence, type Values } from './mask-finding.ts';
import { maskManifest } from './mask-manifest.ts';
import { keyOrText, kindIn, maskAddress, maskContacts } from './mask-text.ts';
import { type PersonalFields, personalFields, personalValuesOf } from './personal-fields.ts';

export interface MaskSettings {
  /** The value of `mask_key_env`'s variable, else the token; undefined: everything becomes `•••`. */
  readonly key: string | undefined;
  /** Addresses of the attributes that manifests declare sensitive. */
  readonly sensitive: readonly string[];
  /** Personal values that findings may repeat: names and sensitive values that manifests and rows hold. Asked once, if at all. */
  readonly values?: (() => Iterable<string>) | undefined;
  /** In their place: those that were looked for in advance, because all are too many to hold. */
  readonly names?: Values | undefined;
}

/**
 * Takes personal data out of documents before they are rendered (design 6.3), by where a value comes from: every value of
 * email, phone, name and sensitive attributes, and whatever parses as an email or an E.164 number wherever it stands.
 * The same digits always stand for the same value, so that a reviewer still sees what is equal and what changes.
 */
export interface Mask {
  /** Whether equal values can be told: without a key everything is `•••`. */
  readonly isKeyed: boolean;
  address(address: string): string;
  /** A sentence, a note, a reason. */
  text(text: string): string;
  change(change: Change): Change;
  finding(finding: Diagnostic): Diagnostic;
  /** `masked` is set in it; the digest stays that of the real changes. */
  plan(plan: PlanDocument): PlanDocument;
  result(result: ResultDocument, plan?: Pick<PlanDocument, 'changes'>): ResultDocument;
  /** The YAML text of a manifest, every character in its column, for code frames. */
  manifest(text: string): string;
  /** A value at a field path of a kind. */
  value(kind: string, path: string, value: Json): Json;
  /** A value of a person who is no item of a manifest. */
  ofPerson(path: string, value: Json): Json;
}

export function createMask(settings: MaskSettings): Mask {
  const digest = maskDigest(settings.key);
  const fields = personalFields(settings.sensitive);
  // Only findings repeat what other declarations hold, and most runs have none.
  let everything: Values | undefined = settings.names;
  const known = () => {
    everything ??= new Set(settings.values?.() ?? []);
    return everything;
  };
  const text = (sentence: string, values: ReadonlySet<string> = NONE) =>
    maskSentence(sentence, { digest, fields, known: values });
  const address = (one: string) => maskAddress(one, digest);
  const value = (kind: string, path: string, one: Json): Json =>
    fields.has(kind, path) ? wholeValue(one, digest) : parsedValue(one, digest);
  const ofPerson = (path: string, one: Json): Json =>
    fields.ofPerson(path) ? wholeValue(one, digest) : parsedValue(one, digest);
  const change = (one: Change): Change => {
    const own = [...personalValuesOf(one, fields)];
    const said = (sentence: string) => text(sentence, within(sentence, own));
    const { source, context } = one;
    return {
      ...one,
      address: address(one.address),
      requires: one.requires.map(address),
      reason: said(one.reason),
      notes: one.notes.map(said),
      also: one.also.map(address),
      fields: maskFields(one, digest, fields),
      ...(source === null ? {} : { source: { ...source, file: maskContacts(source.file, digest) } }),
      ...(context === undefined ? {} : { context: maskContext(one, context, { digest, ofPerson, value }) }),
    };
  };
  const finding = (one: Diagnostic) => maskFinding(one, { digest, fields, known: known() });
  /** What is said of a change may repeat what is live, which no manifest holds. */
  const findingsOf = (findings: readonly Diagnostic[], changes: Changes): readonly Diagnostic[] => {
    const addresses = new Set(findings.flatMap((one) => one.address ?? []));
    const own = valuesOf(changes, addresses, fields);
    return findings.map((one) => {
      const values = one.address === undefined ? undefined : own.get(one.address);
      if (values === undefined) return finding(one);
      return maskFinding(one, { digest, fields, known: either(known(), values) });
    });
  };
  const workspace = (one: WorkspaceRef) => ({ ...one, name: maskContacts(one.name, digest) });
  return {
    isKeyed: settings.key !== undefined && settings.key !== '',
    address,
    text: (sentence) => text(sentence),
    change,
    finding,
    value,
    ofPerson,
    manifest: (yaml) => maskManifest(yaml, fields),
    plan: (plan) => ({
      ...plan,
      workspace: workspace(plan.workspace),
      masked: true,
      changes: mapped(plan.changes, change),
      diagnostics: findingsOf(plan.diagnostics, plan.changes),
    }),
    result: (result, plan) => {
      const changes = plan?.changes ?? [];
      const masked = (one: ChangeResult, beside: ChangesBeside) => {
        const change = one.reason === undefined ? undefined : beside.of(one.address);
        const planned = change === undefined ? [] : personalValuesOf(change, fields);
        const own = new Set([...planned, ...shownValues(one, fields)]);
        const said = (sentence: string) => text(sentence, within(sentence, own));
        return maskResult(one, { address, value, text: said });
      };
      return {
        ...result,
        workspace: workspace(result.workspace),
        results: remade(result.results, function* () {
          const beside = new ChangesBeside(changes);
          for (const one of result.results) yield masked(one, beside);
        }),
        diagnostics: findingsOf(result.diagnostics, changes),
      };
    },
  };
}

const NONE: ReadonlySet<string> = new Set();

/** The personal values of the changes that are called so. */
function valuesOf(
  changes: Changes,
  addresses: ReadonlySet<string>,
  fields: PersonalFields,
): ReadonlyMap<string, ReadonlySet<string>> {
  const values = new Map<string, ReadonlySet<string>>();
  if (addresses.size === 0) return values;
  for (const change of changes) {
    if (addresses.has(change.address)) values.set(change.address, new Set(personalValuesOf(change, fields)));
  }
  return values;
}

/** Both, without copying the larger one for each finding. */
function either(a: Values, b: Values): Values {
  return { size: a.size + b.size, has: (value) => a.has(value) || b.has(value) };
}

/** Those of the values that a sentence can hold, as it is or escaped between quotes. */
function within(sentence: string, values: Iterable<string>): ReadonlySet<string> {
  let found: Set<string> | undefined;
  for (const value of values) {
    const isIn =
      sentence.includes(value) ||
      (ESCAPED.test(value) && sentence.includes(JSON.stringify(value).slice(1, -1)));
    if (isIn) found = (found ?? new Set()).add(value);
  }
  return found ?? NONE;
}

/** What JSON writes in another way. */
const ESCAPED = /["\\\p{Cc}\p{Cs}]/u;

/** Personal values of fields that did not stick, or that somebody else edited. */
function* shownValues(result: ChangeResult, fields: PersonalFields): Generator<string> {
  const kind = kindIn(result.address);
  const shown = [
    ...(result.unstuck ?? []).map(({ field, sent, kept }) => ({ field, values: [sent, kept] })),
    ...(result.edited ?? []).map(({ field, read, now }) => ({ field, values: [read, now] })),
  ];
  for (const { field, values } of shown) {
    if (!fields.has(kind, field)) continue;
    for (const one of values) if (typeof one === 'string') yield one;
  }
}

type Parts = Pick<Mask, 'address' | 'text' | 'value'>;

function maskResult(result: ChangeResult, { address, text, value }: Parts): ChangeResult {
  const kind = kindIn(result.address);
  const { reason, unstuck, edited, before } = result;
  return {
    ...result,
    address: address(result.address),
    ...(reason === undefined ? {} : { reason: text(reason) }),
    ...(unstuck === undefined
      ? {}
      : {
          unstuck: unstuck.map(({ field, sent, kept }) => ({
            field,
            sent: value(kind, field, sent),
            kept: value(kind, field, kept),
          })),
        }),
    ...(edited === undefined
      ? {}
      : {
          edited: edited.map(({ field, read, now }) => ({
            field,
            read: value(kind, field, read),
            now: value(kind, field, now),
          })),
        }),
    ...(before === undefined
      ? {}
      : {
          before: Object.fromEntries(
            Object.entries(before).map(([path, one]) => [path, value(kind, path, one)]),
          ),
        }),
  };
}

function maskFields(change: Change, digest: MaskDigest, fields: PersonalFields): FieldChanges {
  const masked: Record<string, FieldChange> = {};
  for (const [path, field] of Object.entries(change.fields)) {
    const safePath = maskContacts(path, digest);
    if (isMembership(field)) {
      const names = (list: readonly string[]) => list.map((name) => keyOrText(name, digest));
      masked[safePath] = { add: names(field.add), remove: names(field.remove) };
      continue;
    }
    const isAddress = fields.isAddress(change.kind, path);
    const one = (value: Json): Json => {
      if (isAddress && typeof value === 'string') return maskAddress(value, digest);
      return fields.has(change.kind, path) ? wholeValue(value, digest) : parsedValue(value, digest);
    };
    masked[safePath] = {
      ...(field.before === undefined ? {} : { before: one(field.before) }),
      after: one(field.after),
    };
  }
  return masked;
}

/** A value of a personal field; that there is none is no secret. */
function wholeValue(value: Json, digest: MaskDigest): Json {
  if (value === null || value === '') return value;
  return digest(typeof value === 'string' ? value : JSON.stringify(value));
}

/** A value of any other field: what parses as an email or a phone number is masked. */
function parsedValue(value: Json, digest: MaskDigest): Json {
  if (typeof value === 'string') return keyOrText(value, digest);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((one: Json) => parsedValue(one, digest));
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [maskContacts(key, digest), parsedValue(one, digest)]),
  );
}
