import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { FINDING_FORMATS, type FindingFormat } from './findings-view.ts';
import { FORMATS, type Format } from './plan-view.ts';
import { endedLine, type Pieces } from './pour.ts';
import { UsageError, usageError } from './usage.ts';

export type ReportFormat = Format | FindingFormat;
export const REPORT_FORMATS: readonly ReportFormat[] = [...FORMATS, ...FINDING_FORMATS];

/** The formats of a report. `json` is the document that `--json` prints. */
export type SavedFormat = ReportFormat | 'json';
export const PLAN_REPORTS: readonly SavedFormat[] = [...REPORT_FORMATS, 'json'];
export const RESULT_REPORTS: readonly SavedFormat[] = [...FORMATS, 'json'];

/** `--report FORMAT=FILE`: saves the answer in a further format. */
export interface ReportTarget {
  readonly format: SavedFormat;
  /** Absolute path. */
  readonly file: string;
}

export interface ReportRules {
  readonly cwd: string;
  /** The formats that the command offers. */
  readonly formats: readonly SavedFormat[];
  /** Files that other flags of the command write. */
  readonly others?: readonly (string | undefined)[];
}

/** Parses --report. Throws a UsageError that names every bad value, and files that would be written twice. */
export function reportTargets(
  written: readonly string[] | undefined,
  { cwd, formats: known, others = [] }: ReportRules,
): readonly ReportTarget[] {
  const targets: ReportTarget[] = [];
  const findings = (written ?? []).flatMap((text) => {
    const at = text.indexOf('=');
    const format = known.find((one) => one === text.slice(0, at));
    const file = text.slice(at + 1);
    if (format === undefined || file === '')
      return [
        usageError(
          'bad-flag-value',
          `--report ${text} is not FORMAT=FILE`,
          `the formats are ${known.join(', ')}; for example --report ${known[1] ?? 'sarif'}=FILE`,
        ),
      ];
    targets.push({ format, file: resolve(cwd, file) });
    return [];
  });
  const files = [
    ...others.flatMap((file) => (file === undefined ? [] : [resolve(cwd, file)])),
    ...targets.map(({ file }) => file),
  ];
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  if (twice !== undefined)
    findings.push(usageError('bad-flag-value', `${twice} is named twice`, 'give each report its own file'));
  if (findings.length > 0) throw new UsageError(findings);
  return targets;
}

/** Writes one report, as a whole or not at all. If it is masked, everybody may read it. */
export async function saveReport(target: ReportTarget, pieces: Pieces, isMasked: boolean): Promise<void> {
  const { writeWholeFile } = await import('../app/whole-file.ts');
  const content = Readable.from(endedLine(pieces), { objectMode: false });
  await writeWholeFile(target.file, content, isMasked ? 0o644 : 0o600);
}
