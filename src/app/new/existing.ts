import { posix } from 'node:path';
import { ownerTagsOf } from '../../kinds/contact/sets/set.ts';
import { kinds } from '../../kinds/index.ts';
import { discoverManifests } from '../../manifest/discover.ts';
import { createSchemas, loadManifests } from '../../manifest/index.ts';
import { diskFiles } from '../../sources/index.ts';
import type { ManifestDocument } from '../../types/declaration.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { isJsonObject, type Json } from '../../types/json.ts';
import type { Project } from '../../types/project.ts';
import { readPackageFile } from '../package.ts';

/** An attribute that a manifest declares already. */
export interface DeclaredAttribute {
  readonly name: string;
  readonly type: string;
  readonly options: readonly string[];
}

/** What the project's manifests contain already. */
export interface Existing {
  /** Name in lower case → contact attribute. */
  readonly attributes: ReadonlyMap<string, DeclaredAttribute>;
  /** In lower case. */
  readonly tags: ReadonlySet<string>;
  readonly sets: ReadonlySet<string>;
  /** Folder of the next manifest, relative to the project folder. */
  readonly folder: string;
  /** Version prefix of the next manifest (index 0), or of a later one. */
  prefix(index: number): string;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: (file: string) => string | undefined;
  readonly documents: readonly ManifestDocument[];
}

/** A project may have no manifests yet. */
const NO_MANIFESTS = new Set(['missing-manifests', 'no-manifests', 'empty-manifests']);
/** Length of a prefix such as `0001`, where there is none to follow. */
const prefixDigits = 4;

/** `replaced`: a file that will be overwritten, so its content is ignored. */
export async function existingManifests(project: Project, replaced: string | undefined): Promise<Existing> {
  const schemas = createSchemas((file) => readPackageFile(`schemas/${file}`), kinds);
  const [{ files }, loaded] = await Promise.all([
    discoverManifests(project, diskFiles),
    loadManifests({ project, files: diskFiles, schemas }),
  ]);
  const documents = loaded.documents.filter(({ file }) => file !== replaced);
  let last: (typeof files)[number] | undefined;
  for (const file of files) if (file.version !== null && file.version >= (last?.version ?? 0)) last = file;
  const digits = last?.prefix?.length ?? prefixDigits;
  return {
    attributes: attributesOf(documents),
    tags: new Set(documents.flatMap(tagsOf).map((tag) => tag.trim().toLowerCase())),
    sets: new Set(documents.flatMap(namesOf)),
    folder: last === undefined ? (project.manifests[0] ?? '.') : posix.dirname(last.path),
    prefix: (index) => String((last?.version ?? 0) + 1 + index).padStart(digits, '0'),
    diagnostics: loaded.diagnostics.filter(
      ({ code, file }) => !NO_MANIFESTS.has(code) && (file ?? '') !== replaced,
    ),
    sources: (file) => loaded.texts.get(file),
    documents: loaded.documents,
  };
}

/** A later version revises an earlier one: what it does not name stays. */
function attributesOf(documents: readonly ManifestDocument[]): ReadonlyMap<string, DeclaredAttribute> {
  const found = new Map<string, DeclaredAttribute>();
  for (const document of documents) {
    if (document.kind !== 'DataAttributes' || document.data['model'] !== 'contact') continue;
    for (const name of document.keys(['attributes'])) {
      const before = found.get(name.toLowerCase());
      const type = document.cell(['attributes', name, 'type'])?.value;
      const options = document.cell(['attributes', name, 'options'])?.value;
      found.set(name.toLowerCase(), {
        name,
        type: typeof type === 'string' ? type : (before?.type ?? 'string'),
        options: Array.isArray(options) ? options.map(String) : (before?.options ?? []),
      });
    }
  }
  return found;
}

function tagsOf(document: ManifestDocument): readonly string[] {
  const tags = document.kind === 'Tags' ? document.data['tags'] : undefined;
  return [...(Array.isArray(tags) ? tags.flatMap(namesOfTag) : []), ...ownerTagsOf(document)];
}

/** What a tag is called, and was. */
function namesOfTag(tag: Json): readonly string[] {
  if (!isJsonObject(tag)) return [String(tag)];
  const { name, was } = tag;
  return [name, ...(Array.isArray(was) ? was : [])].map(String);
}

function namesOf(document: ManifestDocument): readonly string[] {
  const name = document.kind === 'ContactSet' ? document.data['name'] : undefined;
  return typeof name === 'string' ? [name] : [];
}
