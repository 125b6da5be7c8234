import { type AnyKind, kindOf, kinds } from '../../kinds/index.ts';
import type { KindReader } from '../../kinds/kind-reader.ts';
import type { Declaration } from '../../types/declaration.ts';
import type { Pulling } from '../../types/kind/pulling.ts';

/** The key of a part in documents: one of `pullParts()`. */
export type PullPart = string;

type AnyPulling = Pulling<Declaration, unknown, KindReader>;

/** A kind that is pulled. */
export type PulledKind = AnyKind & { readonly pulling: AnyPulling };

/** The kinds that a pull takes over, in their order. */
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

/** The parts that a pull takes when none is chosen: people have to be asked for. */
export function usualParts(): readonly PullPart[] {
  return pulledKinds()
    .filter(({ people }) => people === undefined)
    .map(({ pulling }) => pulling.part);
}

/** Whether one of these parts is that of people. */
export function takesPeople(parts: readonly PullPart[]): boolean {
  return pulledKinds().some(({ people, pulling }) => people !== undefined && parts.includes(pulling.part));
}

/** Whether a kind is read for these parts: as one of them, or because their items refer to it. */
export function isReadFor({ neededBy = [], part }: AnyPulling, parts: readonly PullPart[]): boolean {
  return (
    parts.includes(part) || neededBy === 'every part' || neededBy.some((needing) => parts.includes(needing))
  );
}

/** How items of the kind of this name are pulled: what is pulled says it. */
export function pullingOf(kind: string): AnyPulling {
  const pulling = kindOf(kind)?.pulling;
  if (pulling == null) throw new Error(`nothing is pulled of ${kind}`);
  return pulling;
}
