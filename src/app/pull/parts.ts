import { type AnyKind, kindOf, kinds } from '../../kinds/index.ts';
import type { KindReader } from '../../kinds/kind-reader.ts';
import type { Declaration } from '../../types/declaration.ts';
import type { Pulling } from '../../types/kind/pulling.ts';

/** The key of a part in the pull document: one of `pullParts()`. */
export type PullPart = string;

type AnyPulling = Pulling<Declaration, unknown, KindReader>;

export type PulledKind = AnyKind & { readonly pulling: AnyPulling };

export function pulledKinds(): readonly PulledKind[] {
  return kinds.filter((kind): kind is PulledKind => kind.pulling !== null);
}

export function pullParts(): readonly PullPart[] {
  return pulledKinds().map(({ pulling }) => pulling.part);
}

/** The flag of a part, without its dashes. */
export function flagOf(part: PullPart): string {
  return part.replaceAll('_', '-');
}

/** The parts that are pulled by default: all but contacts. */
export function usualParts(): readonly PullPart[] {
  return pulledKinds()
    .filter(({ people }) => people === undefined)
    .map(({ pulling }) => pulling.part);
}

/** Whether contacts are among these parts. */
export function takesPeople(parts: readonly PullPart[]): boolean {
  return pulledKinds().some(({ people, pulling }) => people !== undefined && parts.includes(pulling.part));
}

/** Whether a kind is read for these parts: as one of them, or because their items refer to it. */
export function isReadFor({ neededBy = [], part }: AnyPulling, parts: readonly PullPart[]): boolean {
  return (
    parts.includes(part) || neededBy === 'every part' || neededBy.some((needing) => parts.includes(needing))
  );
}

/** How items of this kind are pulled; throws for kinds that are not. */
export function pullingOf(kind: string): AnyPulling {
  const pulling = kindOf(kind)?.pulling;
  if (pulling == null) throw new Error(`nothing is pulled of ${kind}`);
  return pulling;
}
