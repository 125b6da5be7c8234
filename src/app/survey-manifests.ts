import { kinds } from '../kinds/index.ts';
import { loadManifests } from '../manifest/index.ts';
import { AddressSelection } from '../plan/selection/address-selection.ts';
import { diskFiles } from '../sources/index.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { applyRules } from './apply-rules.ts';
import { readingOf, schemas } from './declare.ts';
import { setOrigins } from './declare-manifests.ts';
import { guardScopeFindings } from './guard-scopes.ts';
import { openProject } from './load.ts';
import type { Loaded } from './loaded.ts';
import { offeredBy } from './offered.ts';
import type { PlanningOptions, Ports } from './options.ts';
import { overlooksOf } from './overlooks.ts';
import { noRejects } from './rejected-rows.ts';
import { type ManifestSurvey, survey } from './survey.ts';
import { variableFindings } from './variable-findings.ts';

/** The result of surveying a project. */
export type SurveyedManifests = Omit<Loaded, 'digest'> & Pick<ManifestSurvey, 'counts'>;

/** Reads and checks all manifests offline. Memory does not grow with the number of rows. */
export async function surveyManifests(options: PlanningOptions, ports: Ports): Promise<SurveyedManifests> {
  const opened = await openProject(options, ports);
  const { project, env } = opened;
  const diagnostics = [...opened.diagnostics];
  const counts = Object.fromEntries(kinds.map((kind) => [kind.name, 0]));
  const found = {
    project,
    env,
    counts,
    declared: new Map(),
    sets: new Map(),
    offered: { files: [], teams: [] },
    version: null,
    files: 0,
    rejected: noRejects,
    contactSets: [],
    read: new Map(),
  };
  if (project === undefined) return { ...found, diagnostics, sources: (file) => opened.texts.get(file) };
  const overlooks = overlooksOf(options, project);
  const from = { project, files: diskFiles, schemas: schemas(), overlooks };
  const manifests = await loadManifests({ ...from, to: options.to });
  const reading = { ...readingOf(options, ports), overlooks };
  const surveyed = await survey(manifests, project, reading, {
    selection: new AddressSelection({ ...options, always: project.exclude }),
  });
  const foreseen: Diagnostic[] = [];
  for (const kind of kinds)
    kind.foresee?.(surveyed.declared.get(kind.name) ?? [], (diagnostic) => foreseen.push(diagnostic));
  foreseen.push(
    ...(await variableFindings({
      project,
      manifests,
      options,
      env,
      open: (other) => openProject(other, ports),
    })),
  );
  return {
    ...surveyed,
    sets: setOrigins(manifests),
    offered: offeredBy(manifests, project, surveyed.read),
    project,
    env,
    diagnostics: [
      ...applyRules([...diagnostics, ...foreseen], project.rules),
      ...surveyed.diagnostics,
      ...guardScopeFindings(project, { documents: manifests.documents, partial: options.to !== undefined }),
    ],
    version: manifests.version,
    files: manifests.count,
    sources: (file) => opened.texts.get(file) ?? manifests.texts.get(file),
  };
}
