import { sourceBytes } from '../../sources/index.ts';
import type { ManifestDocument } from '../../types/declaration.ts';
import type { Diagnostic, Report } from '../../types/diagnostic.ts';
import { EndingError } from '../../types/ending-error.ts';
import type { Project } from '../../types/project.ts';
import { declareContext, type Reading } from '../declare.ts';
import type { StreamedPeople } from '../loaded.ts';
import type { ManifestSurvey } from '../survey.ts';
import { allDeclarations, deaf } from './declared-people.ts';
import type { SurveyedPeople } from './people-survey.ts';

/** With data files larger than this, contacts are not kept in memory: 100 KB may hold a thousand. */
export const MOST_HELD_BYTES = 512 * 1024;

/**
 * With data files larger than this, contacts are not kept in memory even if something is wrong. Findings are then counted as
 * they occur.
 */
export const LARGE_BYTES = 32 * 1024 * 1024;

/** About how many bytes of data files the manifests refer to. */
export async function bytesOfSources(
  documents: readonly ManifestDocument[],
  { folder }: Pick<Project, 'folder'>,
  { files, stdin }: Pick<Reading, 'files' | 'stdin'>,
): Promise<number> {
  const context = { folder, files, report: () => {}, ...(stdin === undefined ? {} : { stdin }) };
  let bytes = 0;
  for (const document of documents) bytes += await sourceBytes(document, context);
  return bytes;
}

/** Makes the surveyed contacts readable again, as often as needed. */
export function streamedPeople(
  surveyed: SurveyedPeople,
  {
    found: { declaring, catalog },
    checked,
    ...reading
  }: Reading & {
    readonly found: Pick<ManifestSurvey, 'declaring' | 'catalog'>;
    readonly checked: StreamedPeople['checked'];
    readonly project: Project;
    readonly documents: readonly ManifestDocument[];
  },
): StreamedPeople {
  const contextOf: StreamedPeople['contextOf'] = (taking) =>
    declareContext({ ...reading, report: changedSince(declaring), ...taking });
  const declarations = () => allDeclarations(surveyed.sets, contextOf(deaf()));
  return { surveyed, catalog, checked, contextOf, declarations };
}

/** Later readings report nothing new. A new error means that a file has changed, and throws. */
function changedSince(before: readonly Diagnostic[]): Report {
  const known = new Set(before.map(({ code }) => code));
  return (found) => {
    if (found.severity !== 'error' || known.has(found.code)) return;
    throw new EndingError({
      ...found,
      code: 'source-changed',
      detail: `it could be read before: data files are read more than once. ${found.detail ?? ''}`.trim(),
    });
  };
}
