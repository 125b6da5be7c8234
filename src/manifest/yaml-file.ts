import type { Diagnostic } from '../types/diagnostic.ts';
import type { Files } from '../types/files.ts';

/**
 * Size limit of YAML files. YAML must be held in memory as a whole, and takes some fifty times its size there. Data files are
 * streamed, at any size.
 */
const MAX_YAML_BYTES = 16 * 1024 * 1024;

/** The bytes of a YAML file; undefined where there is none; a diagnostic where it is too large. `help` says what to do then. */
export async function readYamlFile(
  path: string,
  files: Files,
  help: string,
): Promise<Uint8Array | Diagnostic | undefined> {
  const size = await files.size?.(path);
  if (size !== undefined && size > MAX_YAML_BYTES) return tooLarge(size, help);
  const bytes = await files.read(path);
  return bytes !== undefined && bytes.length > MAX_YAML_BYTES ? tooLarge(bytes.length, help) : bytes;
}

function tooLarge(bytes: number, help: string): Diagnostic {
  const mb = (count: number) => `${Math.ceil(count / 2 ** 20)} MB`;
  return {
    code: 'yaml-too-large',
    severity: 'error',
    summary: `the file is larger than ${mb(MAX_YAML_BYTES)}, so it is not read`,
    detail: `it has ${mb(bytes)}`,
    help,
  };
}
