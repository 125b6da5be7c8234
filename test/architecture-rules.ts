/** One file of src/, with its path from there: `plan/digest.ts`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export interface Edge {
  readonly from: string;
  /** A path from src/, or a package such as `node:fs`. */
  readonly to: string;
}

/**
 * The floors:
 *
 *   commands → app → manifest sources plan apply render intercom store emulator spool → kinds → types
 *
 * A folder imports from itself and from lower floors; folders of one floor do not see each other. The client, the emulator
 * and the folders that only keep or read bytes know no kind.
 */
const LEVELS: Readonly<Record<string, number>> = {
  'index.ts': 4,
  commands: 4,
  app: 3,
  manifest: 2,
  sources: 2,
  plan: 2,
  apply: 2,
  render: 2,
  intercom: 2,
  store: 2,
  emulator: 2,
  spool: 2,
  kinds: 1,
  types: 0,
};

/** Folders above the kinds that must not see them. */
const KNOW_NO_KIND = new Set(['intercom', 'store', 'emulator', 'spool', 'sources']);

/** Folders that take clocks, randomness and the outside as arguments. */
const PURE = new Set(['manifest', 'kinds', 'plan', 'render', 'types']);
const IMPURE_CALLS =
  /\b(?:process\.\w+|console\.\w+|Date\.now\b|Math\.random\b|new Date\(\)|globalThis\.\w+)/g;
const IMPURE_MODULES =
  /^node:(?:fs|http|https|http2|net|tls|dns|child_process|os|process|timers|worker_threads)(?:\/|$)/;

const BANNED_NAMES = /(?:^|[-/])(?:utils?|helpers?|common|misc|managers?|shared)(?:[-./]|$)/;
const LONGEST_FILE_LINES = 400;

/** Every import and re-export of these files, static, dynamic and of types. */
export function edgesOf(files: readonly SourceFile[]): Edge[] {
  return files.flatMap(({ path, text }) => {
    const code = withoutComments(text);
    const specifiers = code.matchAll(/(?:\bfrom\s*|\bimport\s*\(\s*|^\s*import\s+)(['"])([\w./@:-]+)\1/gm);
    return Array.from(specifiers, ([, , to = '']) => ({ from: path, to: resolveFrom(path, to) }));
  });
}

/** Everything that breaks the rules of design 10, in words. */
export function violations(files: readonly SourceFile[]): string[] {
  return [...edgesOf(files).flatMap(edgeViolation), ...files.flatMap(fileViolations)];
}

/** The imports that lead round in a circle, or from one such circle to another; imports of types count too. */
export function circularImports(edges: readonly Edge[]): readonly Edge[] {
  let left = edges;
  for (;;) {
    const importers = new Set(left.map((edge) => edge.from));
    const imported = new Set(left.map((edge) => edge.to));
    const kept = left.filter((edge) => importers.has(edge.to) && imported.has(edge.from));
    if (kept.length === left.length) return kept;
    left = kept;
  }
}

function edgeViolation({ from, to }: Edge): string[] {
  const folder = folderOf(from);
  if (/^[a-z@]/.test(to) && !isInSrc(to)) {
    return PURE.has(folder) && IMPURE_MODULES.test(to) ? [`${from} is pure and imports ${to}`] : [];
  }
  const target = folderOf(to);
  const [level, targetLevel] = [LEVELS[folder], LEVELS[target]];
  if (level === undefined) return [`${from} is in a folder that the architecture does not know`];
  if (targetLevel === undefined) return [`${from} imports ${to}, which the architecture does not know`];
  if (folder === target) return kindViolation(from, to);
  if (target === 'kinds' && KNOW_NO_KIND.has(folder))
    return [`${from} imports ${to}: ${folder} knows no kind`];
  return targetLevel < level ? [] : [`${from} imports ${to}: ${folder} must not see ${target}`];
}

/** Folders beside the kinds that hold what several of them share. */
const SHARED_BY_KINDS = new Set(['people', 'wire', 'values', 'declared', 'written', 'pulled', 'carrying']);

/** A kind does not import another one. What kinds share is in folders beside them, which know no kind. */
function kindViolation(from: string, to: string): string[] {
  const [folder, kind = '', ...rest] = from.split('/');
  const [, other = '', ...otherRest] = to.split('/');
  if (folder !== 'kinds' || rest.length === 0 || otherRest.length === 0 || kind === other) return [];
  if (SHARED_BY_KINDS.has(other)) return [];
  return [`${from} imports ${to}: kinds meet only through what stands beside them`];
}

function fileViolations({ path, text }: SourceFile): string[] {
  const found: string[] = [];
  const lines = text.split('\n').length - 1;
  if (lines > LONGEST_FILE_LINES) found.push(`${path} has ${lines} lines`);
  if (BANNED_NAMES.test(path)) found.push(`${path} is not named after what it holds`);
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.d)?\.ts$/.test(path.split('/').at(-1) ?? ''))
    found.push(`${path} is not kebab-case`);
  if (PURE.has(folderOf(path))) {
    for (const [call] of withoutComments(text).matchAll(IMPURE_CALLS))
      found.push(`${path} is pure and uses ${call}`);
  }
  return found;
}

function folderOf(path: string): string {
  return path.split('/')[0] ?? '';
}

function isInSrc(path: string): boolean {
  return path.endsWith('.ts') || path.endsWith('.json');
}

/** A relative import as a path from src/; packages stay as they are. */
function resolveFrom(from: string, to: string): string {
  if (!to.startsWith('.')) return to;
  const parts = from.split('/').slice(0, -1);
  for (const part of to.split('/')) {
    if (part === '..') {
      if (parts.length === 0) parts.push('..');
      else parts.pop();
    } else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** Comments are taken out, strings stay. Block comments begin a line: `/*` elsewhere may be a glob. */
export function withoutComments(text: string): string {
  return text.replace(/^\s*\/\*[\s\S]*?\*\//gm, '').replace(/(^|\s)\/\/[^\n]*/g, '$1');
}
