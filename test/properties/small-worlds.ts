import type { EmulatorSeed } from '../../src/emulator/index.ts';
import type { Json, JsonObject } from '../../src/types/json.ts';
import type { Document } from './manifests.ts';
import { inWorld, type OpenedWorld } from './opened-world.ts';

/*
 * Worlds of a few lines, written by hand: what is live, then the manifests.
 */

export const LEAD = '64f000000000000000000000';
export const OTHER_LEAD = '64f000000000000000000009';
export const GONE = '64f0000000000000000000ff';

export function lead(email: string | null) {
  return { id: LEAD, role: 'lead', email } as const;
}

export function set(name: string, contacts: readonly JsonObject[], rest: JsonObject = {}): Document {
  return {
    head: { apiVersion: 'interform/v1', kind: 'ContactSet', name, ...rest },
    list: { key: 'contacts', items: contacts },
  };
}

export function mergesOf(...items: readonly Json[]): Document {
  return { head: { apiVersion: 'interform/v1', kind: 'Merges' }, list: { key: 'merges', items } };
}

export function inside(
  seed: EmulatorSeed,
  documents: readonly Document[],
  work: (opened: OpenedWorld) => Promise<void>,
): Promise<void> {
  return inWorld({ seed, documents, files: 1, indexLagMs: 0 }, {}, work);
}

export async function changesOf(opened: OpenedWorld): Promise<readonly string[] | undefined> {
  const { plan } = await opened.plan();
  return plan && [...plan.changes].map(({ action, address }) => `${action} ${address}`);
}

export async function errorsOf(opened: OpenedWorld): Promise<readonly string[]> {
  const { diagnostics } = await opened.plan();
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
}
