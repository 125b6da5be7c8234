import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ignoreInGit } from '../../src/store/folder/git-ignore.ts';
import { openFolder, scratchFolder } from './opened-store.ts';

let scratch: ReturnType<typeof scratchFolder>;
let project: string;
const file = (path = '.gitignore') => join(project, path);
beforeEach(() => {
  scratch = scratchFolder();
  project = join(scratch.path, 'repository/teams/support');
  mkdirSync(project, { recursive: true });
  mkdirSync(join(scratch.path, 'repository/.git/info'), { recursive: true });
});
afterEach(() => scratch.remove());

describe('the folder of the store in a checkout', () => {
  it('is ignored from the first write on, once', async () => {
    await (await openFolder(project)).close();
    expect(readFileSync(file(), 'utf8')).toBe('.interform/\n');
    await (await openFolder(project)).close();
    expect(readFileSync(file(), 'utf8')).toBe('.interform/\n');
  });

  it('is ignored, as git sees it', async () => {
    execFileSync('rm', ['-r', join(scratch.path, 'repository/.git')]);
    execFileSync('git', ['init', '-q', join(scratch.path, 'repository')]);
    await (await openFolder(project)).close();
    const git = (...args: string[]) => execFileSync('git', args, { cwd: project, encoding: 'utf8' });
    expect(git('status', '--porcelain', '-uall').trim()).toBe('?? teams/support/.gitignore');
    expect(git('check-ignore', '.interform/format.json').trim()).toBe('.interform/format.json');
  });

  it.each<readonly [string, string, string]>([
    ['ends within a line', 'node_modules', 'node_modules\n.interform/\n'],
    ['is empty', '', '.interform/\n'],
    ['has Windows line ends', 'node_modules\r\n*.log\r\n', 'node_modules\r\n*.log\r\n.interform/\r\n'],
    ['has Windows line ends and ends within a line', 'a\r\nb', 'a\r\nb\r\n.interform/\r\n'],
    ['has a mark of its byte order', '\ufeffa\n', '\ufeffa\n.interform/\n'],
    [
      'names another folder',
      '.interform-old/\nx/.interform\n# .interform/\n',
      '.interform-old/\nx/.interform\n# .interform/\n.interform/\n',
    ],
  ])('is added to a file that %s', async (_, before, after) => {
    writeFileSync(file(), before);
    await ignoreInGit(project, '.interform');
    expect(readFileSync(file(), 'utf8')).toBe(after);
  });

  it('keeps bytes that are no UTF-8', async () => {
    writeFileSync(file(), Buffer.from([0x66, 0xfc, 0x72, 0x0a]));
    await ignoreInGit(project, '.interform');
    expect(readFileSync(file())).toEqual(
      Buffer.concat([Buffer.from([0x66, 0xfc, 0x72, 0x0a]), Buffer.from('.interform/\n')]),
    );
  });

  it.each([
    ['.gitignore', '.interform'],
    ['.gitignore', '/.interform/\r'],
    ['.gitignore', '!.interform/'],
    ['../.gitignore', '.interform/'],
    ['../../.gitignore', '**/.interform/'],
    ['../../.gitignore', '/teams/support/.interform/'],
    ['../../.git/info/exclude', '.interform/'],
  ])('is not added where %s names it: %j', async (path, line) => {
    writeFileSync(file(path), `# ours\n${line}\n`);
    await ignoreInGit(project, '.interform');
    expect(readFileSync(file(path), 'utf8')).toBe(`# ours\n${line}\n`);
    expect(path === '.gitignore' || !existsSync(file())).toBe(true);
  });

  it('is named from the project’s folder where it stands deeper', async () => {
    await ignoreInGit(project, 'var/interform');
    expect(readFileSync(file(), 'utf8')).toBe('/var/interform/\n');
  });

  it('ignores itself where the file cannot be extended', async () => {
    mkdirSync(file('.interform'));
    const other = file('elsewhere.txt');
    writeFileSync(other, 'Ada');
    symlinkSync(other, file());
    await ignoreInGit(project, '.interform');
    expect(readFileSync(other, 'utf8')).toBe('Ada');
    expect(readFileSync(file('.interform/.gitignore'), 'utf8')).toBe('*\n');
  });

  it('is left alone outside a checkout', async () => {
    execFileSync('rm', ['-r', join(scratch.path, 'repository/.git')]);
    expect(existsSync(join(dirname(scratch.path), '.git'))).toBe(false);
    await ignoreInGit(project, '.interform');
    expect(existsSync(file())).toBe(false);
  });
});
