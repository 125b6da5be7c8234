import { resolve } from 'node:path';
import { Flags } from '@oclif/core';
import { inert } from '../render/words/inert.ts';
import type { WorkspaceRef } from '../types/plan.ts';
import type { Terminal } from './terminal.ts';
import { UsageError, usageError } from './usage.ts';

const group = { helpGroup: 'PROBING' } as const;

export const probeFlags = {
  probe: Flags.boolean({
    ...group,
    description:
      'Find out, in a test workspace, what nobody documents: makes contacts, a tag and attributes of its own, and clears them away.',
  }),
  'workspace-id': Flags.string({
    ...group,
    helpValue: 'ID',
    description: 'The test workspace that --probe may write to.',
  }),
  yes: Flags.boolean({ ...group, char: 'y', description: 'Do not ask for the id again before probing.' }),
  out: Flags.string({
    ...group,
    helpValue: 'FILE',
    description: 'Where --probe writes what it found; default: interform-facts.json.',
  }),
};

interface ProbeFlags {
  readonly probe: boolean;
  readonly 'workspace-id'?: string | undefined;
  readonly yes: boolean;
  readonly out?: string | undefined;
}

/** What a probe was told by flags. */
export interface ProbeRequest {
  readonly workspaceId: string;
  readonly out: string;
  /** Asks for the id again, unless --yes was given. */
  readonly approve: (workspace: WorkspaceRef, signal: AbortSignal) => Promise<boolean>;
}

/** Undefined where nothing shall be probed. Throws a UsageError where the flags do not name the workspace. */
export function probeRequest(flags: ProbeFlags, terminal: Terminal): ProbeRequest | undefined {
  const { probe, 'workspace-id': workspaceId, yes, out = 'interform-facts.json' } = flags;
  if (!probe) {
    const lone = workspaceId !== undefined ? '--workspace-id' : flags.out !== undefined ? '--out' : undefined;
    if (lone === undefined && !yes) return undefined;
    throw new UsageError([
      usageError(
        'flag-without-effect',
        `${lone ?? '--yes'} belongs to --probe`,
        'add --probe, or leave it out',
      ),
    ]);
  }
  if (workspaceId === undefined || workspaceId.trim() === '')
    throw new UsageError([
      usageError(
        'bad-flag-value',
        '--probe needs --workspace-id',
        'a probe writes: name the test workspace, whose id interform doctor says',
      ),
    ]);
  if (!yes && !terminal.interactive)
    throw new UsageError([
      usageError(
        'approval-needed',
        'nobody can be asked whether to probe',
        'add --yes, or run it in a terminal',
      ),
    ]);
  return {
    workspaceId: workspaceId.trim(),
    out: resolve(terminal.cwd, out),
    approve: async (workspace, signal) => yes || typedAgain(workspace, terminal, signal),
  };
}

async function typedAgain({ id, name }: WorkspaceRef, terminal: Terminal, signal: AbortSignal) {
  const question = `\nA probe writes to ${inert(name)}: contacts and a tag, which it deletes again, and four attributes, which it archives.\nType the id of the workspace (${inert(id)}) to probe it: `;
  return (await terminal.ask(question, signal))?.trim() === id;
}
