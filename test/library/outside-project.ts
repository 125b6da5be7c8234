import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The package as npm would publish it; the build is taken as it is. */
function packTarball(folder: string): string {
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const told = execFileSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const [packed] = JSON.parse(told) as readonly { readonly filename: string }[];
  if (packed === undefined) throw new Error('npm pack named no file');
  return join(folder, packed.filename);
}

interface Compiling {
  /** TypeScript 5, which resolves as Node.js 10 does too, or the one that compiles interform. */
  readonly compiler?: 'former' | 'ours';
  readonly module?: string;
  readonly moduleResolution?: string;
}

/** The check of the types of packages brings a TypeScript of its own. */
function formerCompiler(): string {
  return createRequire(createRequire(import.meta.url).resolve('@arethetypeswrong/core')).resolve(
    'typescript/lib/tsc.js',
  );
}

/** A project of somebody else in a folder for temporary files, with the packed interform and what that depends on installed. */
export class OutsideProject {
  readonly folder = mkdtempSync(join(tmpdir(), 'interform-outside-'));
  readonly tarball: string;

  constructor() {
    this.tarball = packTarball(this.folder);
    const installed = join(this.folder, 'node_modules/interform');
    mkdirSync(installed, { recursive: true });
    execFileSync('tar', ['-xzf', this.tarball, '-C', installed, '--strip-components=1']);
    const { dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
      readonly dependencies: Readonly<Record<string, string>>;
    };
    for (const name of [...Object.keys(dependencies), '@types/node']) {
      const link = join(this.folder, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(join(root, 'node_modules', name), link, 'dir');
    }
    this.write('package.json', JSON.stringify({ name: 'outside', private: true, type: 'module' }));
  }

  write(path: string, text: string): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** What the compiler says of this program, all types of interform checked with it; '' where nothing is wrong. */
  compile(file: string, { compiler = 'ours', ...options }: Compiling = {}): string {
    const compilerOptions = {
      ...{ target: 'es2022', module: 'nodenext', moduleResolution: 'nodenext', types: ['node'] },
      ...{ strict: true, exactOptionalPropertyTypes: true, noEmit: false, outDir: 'built', ...options },
    };
    this.write('tsconfig.json', JSON.stringify({ compilerOptions, files: [file] }));
    if (compiler === 'ours') return this.#run(join(root, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.json']);
    return this.#run(process.execPath, [formerCompiler(), '-p', 'tsconfig.json']);
  }

  /** What a program prints. As in Jest, and in Node.js before 20.19, `require` gets no module. */
  run(file: string): string {
    return this.#run(process.execPath, ['--no-experimental-require-module', file]);
  }

  #run(command: string, args: readonly string[]): string {
    try {
      return execFileSync(command, args, { cwd: this.folder, encoding: 'utf8', stdio: 'pipe' }).trim();
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      return `${stdout}${stderr}`.trim() || String(error);
    }
  }
}
