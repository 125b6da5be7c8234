import { resolve } from 'node:path';
import { Args, Flags } from '@oclif/core';
import { type AuditPart, auditParts, proposesChanges, tellsOfPeople } from '../app/audit/parts.ts';
import { renderAudit } from '../render/audit/audit-text.ts';
import { maskAudit } from '../render/mask/mask-audit.ts';
import { BaseCommand } from './base-command.ts';
import { nonLiveFlag, planningOptions, projectFlags, selectionFlags } from './planning-flags.ts';
import { tokenFlag } from './token-fd.ts';
import { UsageError, usageError } from './usage.ts';

export class Audit extends BaseCommand {
  static override summary = 'Report on the workspace: attributes and tags in use, people who exist twice.';
  static override description =
    'audit only reads from Intercom. Exit codes: 0 the report is complete, whatever it says, 1 an error, 5 Intercom sent fewer contacts than it has.';
  static override examples = [
    '<%= config.bin %> audit',
    '<%= config.bin %> audit attributes --json',
    '<%= config.bin %> audit contacts --merges migrations/merges.yaml',
    '<%= config.bin %> audit attributes --changes migrations/changes.yaml',
  ];
  static override args = {
    part: Args.string({
      ignoreStdin: true,
      description: `One of ${auditParts().join(', ')}; without it, all of them.`,
    }),
  };
  static override flags = {
    ...projectFlags,
    var: selectionFlags.var,
    'base-url': selectionFlags['base-url'],
    ...tokenFlag,
    ...nonLiveFlag,
    merges: Flags.string({
      helpValue: 'FILE',
      description: 'Write a manifest that merges the leads which belong to a user.',
    }),
    changes: Flags.string({
      helpValue: 'FILE',
      description: 'Write a manifest with the changes of attributes that are proposed.',
    }),
  };

  protected async answer(): Promise<number> {
    const { args, flags } = await this.parse(Audit);
    const parts = partsOf(args.part);
    const { merges, changes } = flags;
    const given = (shown: string) => ({ path: resolve(this.terminal.cwd, shown), shown });
    checkFiles(parts, flags, given);
    const options = {
      ...planningOptions(flags, this.terminal.cwd),
      parts,
      ...(merges === undefined ? {} : { merges: given(merges) }),
      ...(changes === undefined ? {} : { changes: given(changes) }),
    };
    const { audit } = await import('../app/audit/audit.ts');
    const made = await this.reading((ports) => audit(options, ports));
    this.masking = made.masking;
    if (made.document === undefined) return this.failWith(made.exit, made.diagnostics, made.sources);
    const mask = await this.maskFor(this.isJson ? 'json' : 'text', made.diagnostics);
    const document = mask === undefined ? made.document : maskAudit(made.document, mask);
    if (this.isJson) {
      await this.printJson(document);
      return made.exit;
    }
    await this.talkDiagnostics(made.diagnostics, made.sources);
    this.print(renderAudit(document, this.stdoutLook));
    return made.exit;
  }
}

interface FileFlags {
  readonly merges?: string | undefined;
  readonly changes?: string | undefined;
}

function checkFiles(
  parts: readonly AuditPart[],
  { merges, changes }: FileFlags,
  given: (shown: string) => { readonly path: string },
): void {
  const refuse = (summary: string, help: string) => {
    throw new UsageError([usageError('bad-flag-value', summary, help)]);
  };
  if (merges !== undefined && !tellsOfPeople(parts))
    refuse('--merges needs the report on contacts', 'interform audit contacts --merges FILE');
  if (changes !== undefined && !proposesChanges(parts))
    refuse('--changes needs the report on attributes', 'interform audit attributes --changes FILE');
  if (merges !== undefined && changes !== undefined && given(merges).path === given(changes).path)
    refuse('--merges and --changes name one file', 'name a file for each');
}

function partsOf(written: string | undefined): readonly AuditPart[] {
  if (written === undefined) return auditParts();
  const part = auditParts().find((candidate) => candidate === written);
  if (part !== undefined) return [part];
  throw new UsageError([
    usageError(
      'unexpected-argument',
      `audit takes no argument ${JSON.stringify(written)}`,
      `name one of ${auditParts().join(', ')}, or leave it out for all of them`,
    ),
  ]);
}
