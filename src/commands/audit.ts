import { resolve } from 'node:path';
import { Args, Flags } from '@oclif/core';
import { renderAudit } from '../render/audit-text.ts';
import { maskAudit } from '../render/mask-audit.ts';
import { AUDIT_PARTS, type AuditPart } from '../types/audit.ts';
import { BaseCommand } from './base-command.ts';
import { planningOptions, projectFlags, selectionFlags } from './planning-flags.ts';
import { tokenFlag } from './token-fd.ts';
import { UsageError, usageError } from './usage.ts';

export class Audit extends BaseCommand {
  static override summary = 'Look at what is live: attributes and tags in use, people who are there twice.';
  static override description =
    'Only reads Intercom. Exit codes: 0 whatever it finds, 5 when fewer contacts came than Intercom said there are, 1 an error.';
  static override examples = [
    '<%= config.bin %> audit',
    '<%= config.bin %> audit attributes --json',
    '<%= config.bin %> audit contacts --merges migrations/merges.yaml',
  ];
  static override args = {
    part: Args.string({
      ignoreStdin: true,
      description: `One of ${AUDIT_PARTS.join(', ')}; all of them when it is left out.`,
    }),
  };
  static override flags = {
    ...projectFlags,
    var: selectionFlags.var,
    'base-url': selectionFlags['base-url'],
    ...tokenFlag,
    merges: Flags.string({
      helpValue: 'FILE',
      description: 'Write a Merges manifest of the leads that can be merged into a user.',
    }),
  };

  protected async answer(): Promise<number> {
    const { args, flags } = await this.parse(Audit);
    const parts = partsOf(args.part);
    const { merges } = flags;
    if (merges !== undefined && !parts.includes('contacts')) {
      throw new UsageError([
        usageError('bad-flag-value', '--merges needs the contacts', 'interform audit contacts --merges FILE'),
      ]);
    }
    const options = {
      ...planningOptions(flags, this.terminal.cwd),
      parts,
      ...(merges === undefined
        ? {}
        : { merges: { path: resolve(this.terminal.cwd, merges), shown: merges } }),
    };
    const { audit } = await import('../app/audit/audit.ts');
    const made = await this.reading((ports) => audit(options, ports));
    this.masking = made.masking;
    if (made.document === undefined) return this.failWith(made.exit, made.diagnostics, made.sources);
    const mask = this.maskFor(this.isJson ? 'json' : 'text');
    const document = mask === undefined ? made.document : maskAudit(made.document, mask);
    if (this.isJson) {
      this.printJson(document);
      return made.exit;
    }
    this.talkDiagnostics(made.diagnostics, made.sources);
    this.print(renderAudit(document, this.stdoutLook));
    return made.exit;
  }
}

function partsOf(written: string | undefined): readonly AuditPart[] {
  if (written === undefined) return AUDIT_PARTS;
  const part = AUDIT_PARTS.find((candidate) => candidate === written);
  if (part !== undefined) return [part];
  throw new UsageError([
    usageError(
      'unexpected-argument',
      `audit takes no argument ${JSON.stringify(written)}`,
      `audit one of ${AUDIT_PARTS.join(', ')}, or all of them without an argument`,
    ),
  ]);
}
