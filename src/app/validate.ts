import { skipFindings } from '../plan/guards/guards.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { LeftOut } from '../types/plan.ts';
import type { SourceText } from '../types/source-text.ts';
import { applyRules } from './apply-rules.ts';
import { groupDiagnostics } from './group-diagnostics.ts';
import { type Masking, maskingOf } from './masking.ts';
import type { PlanningOptions, Ports } from './options.ts';
import { leftOutOf, saveRejects } from './rejects.ts';
import { surveyManifests } from './survey-manifests.ts';

export interface Validated {
  readonly diagnostics: readonly Diagnostic[];
  readonly files: number;
  /** Kind name → how many items are declared. */
  readonly declared: Readonly<Record<string, number>>;
  /** Rows that `on_bad_row: skip` left out. */
  readonly leftOut: readonly LeftOut[];
  readonly version: string | null;
  readonly sources: SourceText;
  readonly masking: Masking;
}

/** Finds everything that is wrong, without a request. */
export async function validate(options: PlanningOptions, ports: Ports): Promise<Validated> {
  const loaded = await surveyManifests(options, ports);
  const rejects = loaded.project === undefined ? [] : await saveRejects(loaded.rejected, loaded.project);
  const leftOut = leftOutOf(loaded.rejected, loaded.read);
  const limits = { limits: loaded.project?.guards ?? {}, allowances: options.allow };
  const skipped = applyRules(skipFindings(leftOut, limits), loaded.project?.rules);
  return {
    diagnostics: groupDiagnostics([...loaded.diagnostics, ...rejects, ...skipped]),
    leftOut,
    files: loaded.files,
    declared: loaded.counts,
    version: loaded.version,
    sources: loaded.sources,
    masking: maskingOf(loaded),
  };
}
