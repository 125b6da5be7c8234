import type { FactName, FactValue } from '../../types/facts.ts';
import type { Desk } from './desk.ts';

/** One question about a workspace, and how it is found out. */
export interface ProbeCheck<N extends FactName = FactName> {
  readonly name: N;
  readonly question: string;
  /** Resolves to what was found. Rejects with NotProbed, or with an IntercomFailure, where it cannot be found out. */
  try(desk: Desk): Promise<FoundOut<N>>;
}

export interface FoundOut<N extends FactName = FactName> {
  readonly found: FactValue<N>;
  /** What was sent and what came, in a sentence. */
  readonly how: string;
}

/** A check that can be listed with others: its answer is of its own fact. */
export type AnyCheck = { readonly [N in FactName]: ProbeCheck<N> }[FactName];
