import { mkdir, open, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

const BOM = '\ufeff';

/** Files with personal data are readable only by their owner. */
const PRIVATE_MODE = 0o600;

/**
 * Writes several files. All texts are written to temporary files first, so that no file is ever incomplete, and none is changed
 * where one text cannot be written. Files with personal data become readable only by their owner, whatever they were before.
 */
export async function writeFiles(
  texts: ReadonlyMap<string, string | Iterable<string>>,
  personal: ReadonlySet<string> = new Set(),
): Promise<void> {
  const partials: { readonly partial: string; readonly path: string }[] = [];
  try {
    for (const [named, text] of texts) {
      const path = await targetOf(named);
      await mkdir(dirname(path), { recursive: true });
      const partial = `${path}.partial-${process.pid}`;
      partials.push({ partial, path });
      const { mode: presentMode, mark } = await present(path);
      const mode = personal.has(named) ? PRIVATE_MODE : presentMode;
      await writeFile(partial, marked(mark, text), mode === undefined ? {} : { mode });
    }
    for (const { partial, path } of partials) await rename(partial, path);
  } catch (error) {
    await Promise.all(partials.map(({ partial }) => rm(partial, { force: true })));
    throw error;
  }
}

function* marked(mark: string, text: string | Iterable<string>): Generator<string> {
  yield mark;
  if (typeof text === 'string') yield text;
  else yield* text;
}

/** Where the path is a link, its target, so that the link stays. */
async function targetOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return path;
  }
}

/** What an existing file keeps when it is replaced: its mode and its byte order mark. */
async function present(path: string): Promise<{ readonly mode?: number; readonly mark: string }> {
  try {
    const file = await open(path);
    try {
      const { mode } = await file.stat();
      const { buffer, bytesRead } = await file.read(Buffer.alloc(Buffer.byteLength(BOM)), { position: 0 });
      return { mode, mark: buffer.toString('utf8', 0, bytesRead) === BOM ? BOM : '' };
    } finally {
      await file.close();
    }
  } catch {
    return { mark: '' };
  }
}
