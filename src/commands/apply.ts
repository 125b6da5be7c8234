import { resolve } from 'node:path';
import { Args, Flags } from '@oclif/core';
import type { Ports } from '../app/options.ts';
import { planExit } from '../plan/exit.ts';
import { type Look, PLAIN } from '../render/terminal/look.ts';
import { jsonPieces } from '../render/words/json-text.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { PlanDocument } from '../types/plan.ts';
import type { ResultDocument } from '../types/result.ts';
import { selected } from '../types/stream.ts';
import { approve } from './approval.ts';
import { BaseCommand } from './base-command.ts';
import { expectationOf } from './expectation.ts';
import { isFindingFormat } from './findings-view.ts';
import { formatFlag, fullFlag, reportFlag } from './format-flag.ts';
import { orInterrupted, withInterrupt } from './interrupt.ts';
import { type Format, showPlanParts, showPlanPieces, showResult } from './plan-view.ts';
import {
  limitFlag,
  mergePreviewFlag,
  nonLiveFlag,
  type PlanningFlags,
  planningFlags,
  planningOptions,
  recheckFlags,
  selectionFlags,
} from './planning-flags.ts';
import type { Pieces } from './pour.ts';
import { loadForApply, type Prepared, planAfresh } from './prepared-plan.ts';
import { RESULT_REPORTS, reportTargets, type SavedFormat } from './reports.ts';
import { lookOf } from './terminal.ts';
import { tokenFlag } from './token-fd.ts';
import { refuseWithUndo, undoFlag } from './undo-flag.ts';
import { UsageError, usageError } from './usage.ts';

/** After this many failed changes no new change is started (design 7.2). */
const MAX_ERRORS = 50;
/** The exit code when nothing is written because the plan is not what was expected (design 8). */
const UNEXPECTED_EXIT = 4;

export class Apply extends BaseCommand {
  static override summary = 'Make the changes of a plan, and nothing else.';
  static override description =
    `Without PLAN, apply plans first. With PLAN, it reads a plan that plan --out saved. It shows the plan, asks, and makes the changes.
Exit codes: 0 every change was made, 1 nothing was written, 3 some changes were made and others were not, 4 changes were left alone because Intercom had changed, 5 a guard blocks the plan, 6 another apply is running.`;
  static override examples = [
    '<%= config.bin %> apply',
    '<%= config.bin %> apply plan.jsonl --auto-approve',
    '<%= config.bin %> apply --env production --allow merge=3',
    '<%= config.bin %> apply --undo last --allow archive=10',
  ];
  static override args = {
    plan: Args.string({
      ignoreStdin: true,
      description: 'A file that plan --out wrote. Without it, apply makes a new plan.',
    }),
  };
  static override flags = {
    ...planningFlags,
    ...tokenFlag,
    ...recheckFlags,
    ...nonLiveFlag,
    ...mergePreviewFlag,
    ...formatFlag,
    ...fullFlag,
    ...reportFlag,
    // --yes is the name in other tools. Neither of them lifts a guard.
    'auto-approve': Flags.boolean({
      aliases: ['yes'],
      charAliases: ['y'],
      description: 'Do not ask before applying. For CI.',
    }),
    'max-errors': Flags.integer({
      min: 1,
      default: MAX_ERRORS,
      helpValue: 'N',
      description: 'Stop after N failed changes.',
    }),
    expect: Flags.string({
      helpValue: 'RECEIPT|DIGEST',
      multiple: true,
      multipleNonGreedy: true,
      description:
        'Make only changes that were reviewed. Give a receipt that plan --receipt wrote (repeat for more), or the digest of the plan (sha256:…): with a digest, apply makes all of its changes or none.',
    }),
    within: Flags.string({
      helpValue: 'RECEIPT',
      description: 'Make only changes that are both in --expect and in this receipt.',
    }),
    ...undoFlag,
    'lock-timeout': Flags.integer({
      min: 0,
      default: 0,
      helpValue: 'SECONDS',
      description: 'How long to wait if another apply to this workspace is running.',
    }),
    ...limitFlag,
  };

  /** Resolves when the whole plan has been shown. */
  private shown: Promise<void> = Promise.resolve();

  protected async answer(): Promise<number> {
    const { args, flags } = await this.parse(Apply);
    this.reports = reportTargets(flags.report, { cwd: this.terminal.cwd, formats: RESULT_REPORTS });
    if (args.plan !== undefined) refuseSelection(flags);
    if (flags.undo !== undefined) refuseWithUndo(flags);
    const options = planningOptions(flags, this.terminal.cwd);
    const asks = !flags['auto-approve'];
    if (asks && !this.terminal.interactive) throw new UsageError([APPROVAL_NEEDED]);
    const expect = await expectationOf(flags, this.terminal.cwd);
    const { Seat } = await import('../app/runs/seat.ts');
    const seat = new Seat({ lockTimeoutMs: flags['lock-timeout'] * 1000 });
    const limits = { maxErrors: flags['max-errors'], expect, limit: flags.limit, undo: flags.undo, seat };
    const file = args.plan === undefined ? undefined : resolve(this.terminal.cwd, args.plan);

    const work = async (ports: Ports, quiet: () => void, signal: AbortSignal) => {
      const preparing =
        file === undefined ? planAfresh(options, limits, ports) : loadForApply(file, options, limits, ports);
      // So far nothing is written.
      const prepared = await orInterrupted(signal, preparing);
      quiet();
      const { plan, diagnostics, sources } = prepared;
      this.masking = prepared.masking;
      if (plan === undefined) return this.failWith(prepared.exit ?? 1, diagnostics, sources);
      const obstacle = obstacleTo(plan, prepared);
      const willAsk = asks && obstacle === undefined && plan.changes.length > 0;
      this.showPlan(plan, prepared, { ...flags, willAsk });
      await this.shown;
      if (prepared.unexpected !== undefined && obstacle?.exit === UNEXPECTED_EXIT)
        await this.talkDiagnostics([prepared.unexpected]);
      const askedAt = this.terminal.now();
      const refusal = obstacle ?? (willAsk ? await this.refusal(running(plan, prepared), signal) : undefined);
      if (refusal === undefined) {
        const stoodMs = willAsk ? this.terminal.now() - askedAt : 0;
        return this.finish(plan, prepared, { format: flags.format, stoodMs, quiet, runId: () => seat.runId });
      }
      const { exit, why, findings } = refusal;
      return this.stop(plan, prepared, { exit, why, findings: [...diagnostics, ...findings] }, flags.format);
    };
    try {
      return await withInterrupt(this.terminal, (signal) =>
        this.withPorts(signal, (ports, quiet) => work(ports, quiet, signal)),
      );
    } finally {
      await seat.leave();
    }
  }

  /**
   * Shows the plan on stdout. On stderr where stdout is for a document, or is no terminal while the question is asked on one.
   * With --json it is only shown if the user is asked.
   */
  protected showPlan(plan: PlanDocument, prepared: Prepared, showing: Showing): void {
    this.shown = this.printPlan(plan, prepared, showing);
  }

  private async printPlan(
    plan: PlanDocument,
    prepared: Prepared,
    { willAsk, format, full }: Showing,
  ): Promise<void> {
    const { terminal } = this;
    if (this.isJson && !willAsk) return;
    const isTaken = this.isJson || format !== 'text' || (willAsk && !terminal.stdout.isTTY);
    const output = isTaken ? terminal.stderr : terminal.stdout;
    const mask = await this.maskFor('text', prepared.diagnostics);
    const view = { full, mask, origins: prepared.origins };
    const parts = showPlanParts(plan, lookOf(output, terminal.env), prepared.notManaged, view);
    await this.showWith(parts, prepared.diagnostics, { sources: prepared.sources, output });
  }

  /** Asks for approval; undefined if it is given. */
  private async refusal(plan: PlanDocument, signal: AbortSignal): Promise<Refusal | undefined> {
    if (await approve(plan, this.terminal, signal)) return undefined;
    if (signal.aborted) return { exit: 1, why: 'interrupted', findings: [INTERRUPTED] };
    return { exit: 1, why: 'it was not approved', findings: [NOT_APPROVED] };
  }

  private async stop(
    plan: PlanDocument,
    prepared: Prepared,
    { exit, why, findings }: Refusal,
    format: Format,
  ): Promise<number> {
    const { unappliedResult } = await import('../app/unapplied-result.ts');
    const result = unappliedResult(plan, exit, findings, prepared);
    const json = async () => {
      const mask = await this.maskFor('json', result.diagnostics);
      return jsonPieces(mask?.result(result, plan) ?? result);
    };
    const notice = `Nothing was applied: ${why}.`;
    // Reports then show the plan, with the reason.
    const shown = { ...plan, diagnostics: findings };
    const planIn = async (form: Format, look: Look) =>
      showPlanPieces(shown, look, prepared.notManaged, {
        ...{ format: form, notice, mask: await this.maskFor(form, findings) },
        origins: prepared.origins,
      });
    await this.saveReports((form) =>
      savedIn(form, json, async (one) => {
        const pieces = await planIn(one, PLAIN);
        return one === 'text' ? followedBy(pieces, `\n\n${notice}`) : pieces;
      }),
    );
    if (this.isJson) await this.printPieces(await json());
    else if (format === 'text') this.print(`\n${notice}`);
    else await this.printPieces(await planIn(format, this.stdoutLook));
    return exit;
  }

  private async finish(
    plan: PlanDocument,
    { run, diagnostics }: Prepared,
    { format, stoodMs, quiet, runId }: Finishing,
  ): Promise<number> {
    if (run === undefined) throw new Error('a plan that is not refused can be run');
    const { isOutdated } = await import('../app/recheck-mode.ts');
    if (isOutdated(stoodMs)) this.talk(OUTDATED);
    const startedAt = this.terminal.now();
    const result: ResultDocument = await run(stoodMs);
    quiet();
    const facts = { durationMs: this.terminal.now() - startedAt, runId: runId() };
    const jsonOf = async (of: ResultDocument) => {
      const mask = await this.maskFor('json', of.diagnostics);
      return jsonPieces(mask?.result(of, plan) ?? of);
    };
    const resultIn = async (form: Format, look: Look) => {
      const mask = await this.maskFor(form, result.diagnostics);
      return showResult(mask?.result(result, plan) ?? result, look, form, facts);
    };
    const unsaved = await this.unsavedReports((form) =>
      savedIn(
        form,
        () => jsonOf(result),
        (one) => resultIn(one, PLAIN),
      ),
    );
    // What was written stays written. 3 says that a part of the command was not done.
    const exit = unsaved.length > 0 && result.exit === 0 ? 3 : result.exit;
    if (this.isJson) {
      const whole = { ...result, exit, diagnostics: [...result.diagnostics, ...unsaved] };
      await this.printPieces(await jsonOf(whole));
      return exit;
    }
    const shown = new Set(diagnostics.map((one) => JSON.stringify(one)));
    // The report contains the outcome of each change.
    const news = result.diagnostics.filter(
      (one) => !shown.has(JSON.stringify(one)) && !one.code.startsWith('change-'),
    );
    await this.talkDiagnostics([...news, ...unsaved]);
    const pieces = await resultIn(format, this.stdoutLook);
    if (format === 'text') this.print(['\n', ...pieces].join(''));
    else await this.printPieces(pieces);
    return exit;
  }
}

type MadePieces = Pieces | Promise<Pieces>;

function savedIn(
  format: SavedFormat,
  json: () => MadePieces,
  shown: (format: Format) => MadePieces,
): MadePieces {
  if (format === 'json') return json();
  if (isFindingFormat(format)) throw new Error(`apply reports no ${format}`);
  return shown(format);
}

function* followedBy(pieces: Pieces, end: string): Generator<string> {
  yield* pieces;
  yield end;
}

interface Showing {
  readonly willAsk: boolean;
  readonly format: Format;
  readonly full: boolean;
}

interface Finishing {
  readonly format: Format;
  /** How long the user was asked, in milliseconds. */
  readonly stoodMs: number;
  readonly quiet: () => void;
  /** Returns undefined until the run has begun. */
  readonly runId: () => string | undefined;
}

const OUTDATED =
  'You answered after more than 30 seconds. interform now reads each contact again before it writes it.';

/** Why a plan is not run. */
interface Refusal {
  readonly exit: number;
  readonly why: string;
  readonly findings: readonly Diagnostic[];
}

/** What prevents a plan from being run even if it is approved; undefined where nothing does. */
function obstacleTo(
  plan: PlanDocument,
  { diagnostics, run, unexpected, exit: ended }: Prepared,
): Refusal | undefined {
  const exit = planExit({ ...plan, diagnostics }, { detailedExitcode: false });
  if (exit === 5) return { exit, why: 'the plan is blocked', findings: [] };
  if (run === undefined && ended !== undefined && ended !== 1)
    return { exit: ended, why: 'another apply holds the lock', findings: [] };
  if (exit !== 0) return { exit, why: 'there are errors', findings: [] };
  if (run === undefined) return { exit: 1, why: 'the workspace could not be opened', findings: [] };
  return unexpected === undefined
    ? undefined
    : { exit: UNEXPECTED_EXIT, why: unexpected.summary, findings: [unexpected] };
}

/** The plan to ask about: only the changes that will be made. */
function running(plan: PlanDocument, { left }: Prepared): PlanDocument {
  if (left === undefined || left.size === 0) return plan;
  const areRun = new Uint8Array(plan.changes.length);
  let [place, count] = [0, 0];
  for (const { address } of plan.changes) {
    if (!left.has(address)) {
      areRun[place] = 1;
      count += 1;
    }
    place += 1;
  }
  return { ...plan, changes: selected(plan.changes, count, (at) => areRun[at] === 1) };
}

const APPROVAL_NEEDED = usageError(
  'approval-needed',
  'There is no terminal to ask on. Nothing was read or applied',
  'review the plan with interform plan, then run interform apply --auto-approve',
);
const NOT_APPROVED = usageError('not-approved', 'The plan was not approved');
const INTERRUPTED = usageError('interrupted', 'Interrupted before anything was applied');

/** Throws for flags that have no effect with a plan file, because what is planned was decided when it was made. */
function refuseSelection(flags: PlanningFlags): void {
  const names = [...Object.keys(selectionFlags), ...Object.keys(nonLiveFlag), 'undo'].filter((name) =>
    Object.hasOwn(flags, name),
  );
  if (names.length === 0) return;
  throw new UsageError(
    names.map((name) =>
      usageError(
        'flag-without-effect',
        `--${name} has no effect with a plan file`,
        'leave it out, or make a new plan with it: with a plan file, apply takes only -C, --env and --allow',
      ),
    ),
  );
}
