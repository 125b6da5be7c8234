import { resolve } from 'node:path';
import { Flags } from '@oclif/core';
import type { PlanningOptions } from '../app/options.ts';
import type { MadePlan } from '../app/plan.ts';
import type { SnapshotDocument } from '../app/snapshot/document.ts';
import { planExit } from '../plan/exit.ts';
import { type MaskSecret, shownDigest } from '../plan/receipt/receipt.ts';
import { type Look, PLAIN } from '../render/terminal/look.ts';
import { counted } from '../render/words/counted.ts';
import { jsonPieces } from '../render/words/json-text.ts';
import type { PlanDocument } from '../types/plan.ts';
import { BaseCommand } from './base-command.ts';
import { isFindingFormat } from './findings-view.ts';
import { fullFlag, planFormatFlag, reportFlag } from './format-flag.ts';
import { planFindings, showPlanParts, showPlanPieces } from './plan-view.ts';
import {
  limitFlag,
  mergePreviewFlag,
  nonLiveFlag,
  planningFlags,
  planningOptions,
  recheckFlags,
} from './planning-flags.ts';
import type { Pieces } from './pour.ts';
import { PLAN_REPORTS, reportTargets, type SavedFormat } from './reports.ts';
import { tokenFlag } from './token-fd.ts';
import { refuseWithUndo, undoFlag } from './undo-flag.ts';
import { UsageError, usageError } from './usage.ts';

export class Plan extends BaseCommand {
  static override summary = 'Show what apply would change. Changes nothing.';
  static override description =
    'Exit codes: 0 the plan is complete, 1 an error, 2 there are changes (only with --detailed-exitcode), 5 a guard or an incomplete read blocks the plan.';
  static override examples = [
    '<%= config.bin %> plan',
    '<%= config.bin %> plan --env production --out plan.jsonl',
    '<%= config.bin %> plan --format html > plan.html',
    '<%= config.bin %> plan --report sarif=plan.sarif --report html=plan.html',
    '<%= config.bin %> plan --target "contact/beta/**" --allow merge=3',
    '<%= config.bin %> plan --undo last',
  ];
  static override flags = {
    ...planningFlags,
    ...tokenFlag,
    ...recheckFlags,
    ...nonLiveFlag,
    ...mergePreviewFlag,
    ...planFormatFlag,
    ...fullFlag,
    ...reportFlag,
    out: Flags.string({
      helpValue: 'FILE',
      description: 'Save the plan for apply; gzip when it ends in .gz.',
    }),
    receipt: Flags.string({
      helpValue: 'FILE',
      description: 'Save what was reviewed, without personal data, for apply --expect FILE.',
    }),
    snapshot: Flags.string({
      helpValue: 'FILE',
      description: 'Compare with a file that interform snapshot wrote, without a token or a request.',
    }),
    ...undoFlag,
    ...limitFlag,
    'detailed-exitcode': Flags.boolean({ description: 'Exit 2 when there are changes.' }),
  };

  protected async answer(): Promise<number> {
    const { flags } = await this.parse(Plan);
    this.reports = reportTargets(flags.report, {
      cwd: this.terminal.cwd,
      formats: PLAN_REPORTS,
      others: [flags.out, flags.receipt],
    });
    if (flags.undo !== undefined) refuseWithUndo(flags);
    const options = planningOptions(flags, this.terminal.cwd);
    this.project = options.project;
    const nameless = (['out', 'receipt', 'snapshot'] as const).filter((name) => flags[name] === '');
    if (nameless.length > 0)
      throw new UsageError(nameless.map((name) => usageError('bad-flag-value', `--${name} names no file`)));
    if (flags.snapshot !== undefined && flags.receipt !== undefined)
      throw new UsageError([NO_RECEIPT_OF_A_SNAPSHOT]);
    if (flags.snapshot !== undefined && flags.limit !== undefined)
      throw new UsageError([NO_LIMIT_OF_A_SNAPSHOT]);
    const made = await this.made(flags.undo, { ...options, saved: flags.out !== undefined }, flags.snapshot);
    this.masking = made.masking;
    const plan = await limitedTo(flags.limit, made, options);
    if (plan === undefined) return this.failWith(1, made.diagnostics, made.sources);
    const exit = planExit(plan, { detailedExitcode: flags['detailed-exitcode'] });
    if (flags.out !== undefined && exit !== 1) await this.save(plan, flags.out);
    if (flags.receipt !== undefined && exit !== 1) await this.saveReceipt(plan, flags.receipt);
    // A file contains everything.
    await this.saveReports((format) => this.planIn({ format, full: true }, plan, made, exit, PLAIN));
    if (this.isJson) {
      const mask = await this.maskFor('json', plan.diagnostics);
      await this.printJson(mask?.plan(plan) ?? plan);
      return exit;
    }
    if (flags.format === 'text') {
      const mask = await this.maskFor('text', plan.diagnostics);
      const view = { full: flags.full, mask, origins: made.origins };
      const parts = showPlanParts(plan, this.stdoutLook, made.notManaged, view);
      await this.showWith(parts, plan.diagnostics, { sources: made.sources });
    } else {
      await this.talkDiagnostics(plan.diagnostics, made.sources);
      await this.printPieces(await this.planIn(flags, plan, made, exit, this.stdoutLook));
    }
    const secret = made.masking?.secret;
    if (flags.out !== undefined) this.talk(this.savedText(flags.out, plan, exit, secret));
    if (flags.receipt !== undefined) this.talk(receiptText(flags.receipt, plan, exit, secret));
    return exit;
  }

  /** Makes the plan from the manifests or, with --undo, from the journal of a run. */
  private async made(
    undo: string | undefined,
    options: PlanningOptions & { readonly saved: boolean },
    snapshotFile: string | undefined,
  ): Promise<MadePlan> {
    if (undo !== undefined) {
      const { makeUndoPlan } = await import('../app/undo/plan-undo.ts');
      return this.reading((ports) => makeUndoPlan(undo, options, ports));
    }
    const snapshot = await this.snapshot(snapshotFile);
    const { makePlan } = await import('../app/plan.ts');
    return this.reading((ports) => makePlan({ ...options, snapshot }, ports));
  }

  private async planIn(
    { format, full }: { readonly format: SavedFormat; readonly full: boolean },
    plan: PlanDocument,
    { notManaged, origins }: Pick<MadePlan, 'notManaged' | 'origins'>,
    exit: number,
    look: Look,
  ): Promise<Pieces> {
    if (isFindingFormat(format)) return [await this.findingsIn(format, planFindings(plan, origins), exit)];
    const mask = await this.maskFor(format, plan.diagnostics);
    if (format === 'json') return jsonPieces(mask?.plan(plan) ?? plan);
    return showPlanPieces(plan, look, notManaged, { format, full, mask, origins });
  }

  private async save(plan: PlanDocument, file: string): Promise<void> {
    const { savePlan } = await import('../app/plan-file.ts');
    // Like JSON, a plan file is masked only with --mask, because a masked one cannot be applied.
    const mask = await this.maskFor('json', plan.diagnostics);
    await savePlan(mask?.plan(plan) ?? plan, resolve(this.terminal.cwd, file));
  }

  private async snapshot(file: string | undefined): Promise<SnapshotDocument | undefined> {
    if (file === undefined) return undefined;
    const { loadSnapshot } = await import('../app/snapshot/file.ts');
    const loaded = await loadSnapshot(resolve(this.terminal.cwd, file), file);
    if ('diagnostic' in loaded) throw new UsageError([loaded.diagnostic]);
    return loaded.snapshot;
  }

  private async saveReceipt(plan: PlanDocument, file: string): Promise<void> {
    const { saveReceipt } = await import('../app/receipt-file.ts');
    await saveReceipt(plan, resolve(this.terminal.cwd, file), this.masking?.secret);
  }

  private savedText(
    file: string,
    { digest, snapshot: isSnapshot }: PlanDocument,
    exit: number,
    secret: MaskSecret,
  ): string {
    if (exit === 1) return `\nNot saved to ${file}: a plan with errors cannot be applied.`;
    if (exit === 5)
      return `\nSaved to ${file}. It is blocked: apply runs it only with the --allow named above.`;
    if (this.masks('json')) return `\nSaved to ${file}, masked: it can be shown, but not applied.`;
    if (isSnapshot) return `\nSaved to ${file}, from a snapshot: it can be shown, but not applied.`;
    return `\nSaved to ${file}. Apply it with: interform apply ${file}\nDigest: ${shownDigest(digest, secret)}`;
  }
}

/** The plan as apply with the same `--limit` would run it. */
async function limitedTo(
  limit: number | undefined,
  { plan, session, masking }: MadePlan,
  { allow }: Pick<PlanningOptions, 'allow'>,
): Promise<PlanDocument | undefined> {
  if (limit === undefined || plan === undefined || session === undefined) return plan;
  const { selectRun } = await import('../app/select.ts');
  return selectRun(plan, session, { limit, allow, masking }).plan;
}

const NO_RECEIPT_OF_A_SNAPSHOT = usageError(
  'bad-flag-value',
  '--receipt and --snapshot cannot be used together: a plan from a snapshot was not compared with the workspace',
  'leave out one of the two',
);

const NO_LIMIT_OF_A_SNAPSHOT = usageError(
  'flag-without-effect',
  '--limit has no effect with --snapshot',
  'leave out one of the two: --limit counts contacts, and a snapshot has none to compare with',
);

function receiptText(
  file: string,
  { changes, digest }: PlanDocument,
  exit: number,
  secret: MaskSecret,
): string {
  if (exit === 1) return `\nNo receipt in ${file}: a plan with errors cannot be applied.`;
  const what = counted(changes.length, 'change');
  return `\nReceipt of ${what} in ${file}. Apply them, and no others, with: interform apply --expect ${file}\nDigest: ${shownDigest(digest, secret)}`;
}
