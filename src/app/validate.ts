import type { Diagnostic } from '../types/diagnostic.ts';
import { groupDiagnostics } from './group-diagnostics.ts';
import { type SourceText, surveyManifests } from './load.ts';
import { type Masking, maskingOf } from './masking.ts';
import type { PlanningOptions, Ports } from './options.ts';
import { saveRejects } from './rejects.ts';

export interface Validated {
  readonly diagnostics: readonly Diagnostic[];
  readonly files: number;
  /** Kind name → how many items are declared. */
  readonly declared: Readonly<Record<string, number>>;
  readonly version: string | null;
  readonly sources: SourceText;
  readonly masking: Masking;
}

/** Everything wrong at once, without a request. */
export async function validate(options: PlanningOptions, ports: Ports): Promise<Validated> {
  const loaded = await surveyManifests(options, ports);
  const rejects = loaded.project === undefined ? [] : await saveRejects(loaded.rejected, loaded.project);
  return {
    diagnostics: groupDiagnostics([...loaded.diagnostics, ...rejects]),
    files: loaded.files,
    declared: loaded.counts,
    version: loaded.version,
    sources: loaded.sources,
    masking: maskingOf(loaded),
  };
}
