import type { Diagnostic } from '../../types/diagnostic.ts';
import type { RenderedItem } from '../../types/rendered-item.ts';
import type { SourceText } from '../../types/source-text.ts';
import { renderManifests } from '../render.ts';
import { type Validated, validate } from '../validate.ts';
import { type ProjectOptions, planningOf, portsOf } from './project-options.ts';

/** What a project declares. */
export interface LoadedProject {
  /** Every item after versions, environments, variables and defaults are applied, with the place that each value comes from. */
  readonly items: readonly RenderedItem[];
  /** All findings; an item with an error may be missing in `items`. */
  readonly diagnostics: readonly Diagnostic[];
  /** Returns the text of a file that a diagnostic names. */
  readonly sources: SourceText;
}

/** Reads and checks the manifests of a project, offline. */
export async function loadProjectItems(options: ProjectOptions = {}): Promise<LoadedProject> {
  const { items, diagnostics, sources } = await renderManifests(planningOf(options), portsOf(options));
  return { items, diagnostics, sources };
}

/** The result of checking a whole project. */
export type ValidatedProject = Omit<Validated, 'masking'>;

/** Finds everything that is wrong with a project, offline. Memory does not grow with the number of rows. */
export async function validateProject(options: ProjectOptions = {}): Promise<ValidatedProject> {
  const { masking: _, ...validated } = await validate(planningOf(options), portsOf(options));
  return validated;
}
