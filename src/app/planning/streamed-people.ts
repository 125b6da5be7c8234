import { sourceBytes } from '../../sources/index.ts';
import type { ManifestDocument } from '../../types/declaration.ts';
import type { Diagnostic, Report } from '../../types/diagnostic.ts';
import { EndingError } from '../../types/ending-error.ts';
import type { Project } from '../../types/project.ts';
import { declareContext, type Reading } from '../declare.ts';
import type { StreamedPeople } from '../loaded.ts';
import type { Surveyed } from '../survey.ts';
import { allDeclarations, deaf } from './declared-people.ts';
import type { SurveyedPeople } from './people-survey.ts';

/** Above so many bytes of data files the people in them are not held: there may be a thousand for a hundred kilobytes. */
export const MOST_HELD_BYTES = 512 * 1024;

/** Above so many bytes of data files no people are held where anything is wrong either: what is wrong is counted as it is found. */
export const LARGE_BYTES = 32 * 1024 * 1024;

/** About how many bytes the data files of manifests hold. */
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

/** The people that were surveyed, to be read again by whoever needs them. */
export function streamedPeople(
  surveyed: SurveyedPeople,
  {
    found: { declaring, catalog },
    checked,
    ...reading
  }: Reading & {
    readonly found: Pick<Surveyed, 'declaring' | 'catalog'>;
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

/** Reading rows again says nothing new, unless a file is not what it was. */
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
