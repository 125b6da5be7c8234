import type { Diagnostic } from '../../types/diagnostic.ts';
import type { SourceText } from '../loaded.ts';
import { type RenderedItem, renderManifests } from '../render.ts';
import { type Validated, validate } from '../validate.ts';
import { type ProjectOptions, planningOf, portsOf } from './project-options.ts';

/** What a project declares. */
export interface LoadedProject {
  /** Every item after versions, environments, variables and defaults, with the place that each value comes from. */
  readonly items: readonly RenderedItem[];
  /** What is wrong; an item with an error may be missing. */
  readonly diagnostics: readonly Diagnostic[];
  /** The text of a file that a finding names. */
  readonly sources: SourceText;
}

/** Reads the manifests of a project and checks them, offline. */
export async function loadProjectItems(options: ProjectOptions = {}): Promise<LoadedProject> {
  const { items, diagnostics, sources } = await renderManifests(planningOf(options), portsOf(options));
  return { items, diagnostics, sources };
}

/** What a look at all of a project came to. */
export type ValidatedProject = Omit<Validated, 'masking'>;

/** Everything that is wrong with a project, at once and offline, in flat memory. */
export async function validateProject(options: ProjectOptions = {}): Promise<ValidatedProject> {
  const { masking: _, ...validated } = await validate(planningOf(options), portsOf(options));
  return validated;
}
