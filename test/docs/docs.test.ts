import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { validate } from '../../src/app/validate.ts';
import { COMMANDS } from '../../src/commands/index.ts';
import { FAULT_NAMES, SWITCH_NAMES } from '../../src/emulator/index.ts';
import { kinds } from '../../src/kinds/index.ts';
import { DEFAULT_LIMITS } from '../../src/plan/guards/limit.ts';
import { GUARD_VERBS } from '../../src/types/plan.ts';
import { OUTCOMES } from '../../src/types/result.ts';
import {
  allPages,
  type Block,
  codeOf,
  codeSpans,
  internalLinks,
  type Page,
  readPage,
  resolveLink,
  root,
  tableRows,
} from './pages.ts';

import { sourcesOf } from './sources.ts';

const pages = allPages();

describe('links between pages', () => {
  it('lead to files and headings that exist', () => {
    const links = pages.flatMap((page) => internalLinks(page).map((link) => ({ page, link })));
    expect(links.length).toBeGreaterThan(40);
    const broken = links.filter(({ page, link }) => {
      const { path, anchor } = resolveLink(page, link.target);
      if (!existsSync(join(root, path))) return true;
      return anchor !== '' && !readPage(path).anchors.has(anchor);
    });
    expect(broken.map(({ page, link }) => `${page.path}:${link.line} ${link.target}`)).toEqual([]);
  });
});

/** Branches that were written side by side take the same next number. */
describe('decisions', () => {
  const decisions = pages.filter(({ path }) => path.startsWith('docs/decisions/'));

  it('have each number once, from 1 on, in the name of the file and in the heading', () => {
    expect(decisions.length).toBeGreaterThan(20);
    const numbers = decisions.map(({ path }) => Number(/\/(\d{4})-[^/]+\.md$/.exec(path)?.[1]));
    expect(numbers).toEqual(decisions.map((_, index) => index + 1));
    const headings = decisions.map(({ text }) => Number(/^# (\d+)\. \S/.exec(text)?.[1]));
    expect(headings).toEqual(numbers);
  });
});

describe('manifests in the pages', () => {
  const shown = pages.flatMap((page) =>
    page.blocks
      .filter((block) => block.language === 'yaml' && block.text.includes('apiVersion:'))
      .map((block) => [`${page.path}:${block.line}`, page, block] as const),
  );

  it('are many', () => {
    expect(shown.length).toBeGreaterThan(12);
  });

  it.each(shown)('%s is valid', async (_where, page, block) => {
    expect(await errorsOf(page, block)).toEqual([]);
  });
});

describe('the reference names what there is', () => {
  const commands = readPage('docs/reference/commands.md');
  /** A kind may name the flag of its part of a pull in a page of its own. */
  const ofKinds = kinds.flatMap(({ page }) => (page === undefined ? [] : [readPage(`docs/${page}`)]));

  it('all commands and their flags, and no others', () => {
    const flags = new Set(
      Object.values(COMMANDS).flatMap((command) =>
        Object.entries({ ...command.baseFlags, ...command.flags }).flatMap(([name, flag]) =>
          flag.type === 'boolean' && flag.allowNo === true ? [name, `no-${name}`] : [name],
        ),
      ),
    );
    const text = [commands, ...ofKinds].map(codeOf).join('\n');
    const isNamed = (flag: string) => new RegExp(`--${flag}(?![a-z-])`).test(text);
    expect([...flags].filter((flag) => !isNamed(flag))).toEqual([]);
    flags.add('version'); // oclif's own
    const named = pages
      .filter((page) => page.path.startsWith('docs/reference/') || page.path === 'README.md')
      .flatMap(
        (page) =>
          codeSpans(page.text)
            .join('\n')
            // Flags of the bench are not those of a command.
            .replace(/npm run bench.*/g, '')
            .match(/--[a-z][a-z-]+/g) ?? [],
      )
      .map((flag) => flag.slice(2));
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((flag) => !flags.has(flag))).toEqual([]);
    expect(Object.keys(COMMANDS).filter((name) => !text.includes(`interform ${name}`))).toEqual([]);
  });

  it('only commands that exist, on every page', () => {
    const known = new Set([...Object.keys(COMMANDS), 'help', 'autocomplete']);
    const called = pages.flatMap((page) => {
      const shell = page.blocks.filter(isShell).map(({ text }) => text.replaceAll(/#.*/g, ''));
      const code = [...shell, ...page.prose.flatMap(({ text }) => codeSpans(text))].join('\n');
      return [...code.matchAll(/(?:^|[\s;&|])interform ([a-z]+)/g)].map(
        (match) => `${page.path}: ${match[1]}`,
      );
    });
    expect(called.length).toBeGreaterThan(30);
    expect(called.filter((one) => !known.has(one.split(': ')[1] ?? ''))).toEqual([]);
  });

  it('only scripts of package.json', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
    const called = pages.flatMap((page) =>
      [...page.text.matchAll(/npm run (?:-s )?([a-z]+)/g)].map((match) => match[1] ?? ''),
    );
    expect(called.length).toBeGreaterThan(0);
    expect(called.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it('every environment variable that the code looks at', () => {
    const read = ['src/commands', 'src/app', 'src/intercom', 'src/manifest'].flatMap((folder) =>
      variablesOf(folder),
    );
    expect(read).toContain('INTERCOM_BASE_URL');
    expect(
      read.filter(
        (name) => !commands.text.includes(`\`${name}`) && !commands.text.includes(`\`${name.toUpperCase()}`),
      ),
    ).toEqual([]);
  });

  it('every outcome of a change', () => {
    const rows = tableRows(commands, 'apply').map(([name]) => name);
    expect(rows.filter((name) => OUTCOMES.some((outcome) => outcome === name))).toEqual([...OUTCOMES]);
  });

  it('every guard with its default', () => {
    const rows = tableRows(readPage('docs/reference/guards.md'), 'Verbs');
    const defaults = Object.fromEntries(
      rows.map(([verb = '', , limit = '']) => [verb.replaceAll('`', ''), limit]),
    );
    const expected = GUARD_VERBS.map((verb) => [verb, String(DEFAULT_LIMITS[verb] ?? 'no limit')]);
    expect(defaults).toEqual(Object.fromEntries(expected));
  });

  it('every fault of the emulator', () => {
    const rows = tableRows(readPage('docs/guides/emulator.md'), 'Faults').flatMap(([name = '']) =>
      codeSpans(name),
    );
    expect(rows.sort()).toEqual([...FAULT_NAMES].sort());
  });

  it('every switch of the emulator', () => {
    const ofKinds = kinds.flatMap(({ page }) => (page === undefined ? [] : [`docs/${page}`]));
    const rows = ['docs/internals/emulator-switches.md', ...ofKinds]
      .flatMap((page) => tableRows(readPage(page), 'Switches'))
      .flatMap(([name = '']) => codeSpans(name));
    expect(rows.sort()).toEqual([...SWITCH_NAMES].sort());
  });

  it.each(['project', 'data-attributes', 'tags', 'companies', 'contact-set', 'merges'])(
    'every key of %s',
    (name) => {
      const words = new Set(codeOf(readPage('docs/reference/manifests.md')).match(/[a-z_]+/gi) ?? []);
      const keys = keysOf(JSON.parse(readFileSync(join(root, 'schemas', `${name}.schema.json`), 'utf8')));
      expect(keys.size).toBeGreaterThan(2);
      // Rules have hyphens and a page of their own.
      expect([...keys].filter((key) => !words.has(key) && !key.includes('-'))).toEqual([]);
    },
  );

  it('a plan as its schema describes it', () => {
    const schema = JSON.parse(readFileSync(join(root, 'schemas', 'plan.schema.json'), 'utf8')) as object;
    const block = readPage('docs/reference/documents.md').blocks.find((one) =>
      one.text.includes('"interform-plan/1"'),
    );
    const text = block?.text.replaceAll(/sha256:[0-9a-f]*…/g, `sha256:${'0'.repeat(64)}`) ?? '';
    const check = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);
    check(JSON.parse(text));
    expect(check.errors ?? []).toEqual([]);
  });
});

/** The errors that `validate` finds in one block alone, beside the files that its page saves in data folders. */
async function errorsOf(page: Page, block: Block): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'interform-docs-'));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  try {
    const isProject = block.text.includes('kind: Project');
    write(isProject ? 'interform.yaml' : 'migrations/0002-shown.yaml', block.text);
    const owned = [...block.text.matchAll(/^ {2}- \{ folder: (\S+),/gm)].map((match) => match[1] ?? '');
    const listed = [...block.text.matchAll(/manifests: \[([^\]]+)\]/g)].flatMap(
      (match) => match[1]?.split(', ') ?? [],
    );
    const folders = owned.length + listed.length === 0 ? ['migrations'] : [...owned, ...listed];
    if (isProject)
      for (const name of folders)
        write(`${name}/tags.yaml`, `apiVersion: interform/v1\nkind: Tags\ntags: [of ${name}]\n`);
    // What a later version of the same page revises.
    for (const other of page.blocks)
      if (other !== block && /\/(data\/|private\/|0001-attributes)/.test(other.file ?? ''))
        write(other.file ?? '', other.text);
    const variables = new Map([['suffix', '-staging']]);
    const options = { project: folder, variables, target: [], exclude: [], allow: new Map() };
    const found = await validate(options, { env: {}, now: () => 0, sleep: async () => undefined });
    return found.diagnostics
      .filter((one) => one.severity === 'error')
      .map((one) => `${one.code} ${one.summary} (${one.file}:${one.line})`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isShell({ language }: Block): boolean {
  return language === 'sh' || language === 'bash';
}

/** Names in `env['NAME']`. */
function variablesOf(folder: string): readonly string[] {
  return sourcesOf(folder).flatMap((text) =>
    [...text.matchAll(/env\['([A-Za-z_]+)'\]/g)].map((match) => match[1] ?? ''),
  );
}

/** Property names of a JSON Schema, however deep. */
function keysOf(schema: unknown, found = new Set<string>()): Set<string> {
  if (typeof schema !== 'object' || schema === null) return found;
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties' && typeof value === 'object' && value !== null)
      for (const name of Object.keys(value)) found.add(name);
    // What editors are told beside holds conditions, not keys.
    if (key !== 'examples' && key !== 'x-editor') keysOf(value, found);
  }
  return found;
}
