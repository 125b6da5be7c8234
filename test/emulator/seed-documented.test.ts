import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { resources } from '../../src/emulator/resources/index.ts';
import type { SeedShape } from '../../src/emulator/seed/shape.ts';

const docs = new URL('../../docs/', import.meta.url);

/** Every row of a table of the documentation for users. */
const rows = ['guides/', 'reference/', 'reference/kinds/'].flatMap((folder) =>
  readdirSync(new URL(folder, docs))
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) => readFileSync(new URL(folder + file, docs), 'utf8').split('\n'))
    .filter((line) => line.startsWith('| `')),
);

/** What a part of a seed keeps: the keys of its object, or of the objects of its list. */
function fieldsOf(shape: SeedShape): string[] {
  if (typeof shape === 'string' || 'oneOf' in shape) return [];
  if ('list' in shape) return fieldsOf(shape.list);
  if ('anyOf' in shape) return shape.anyOf.flatMap(fieldsOf);
  return Object.keys(shape.object).filter((key) => shape.object[key] !== 'anything');
}

const parts = resources.flatMap(({ name, seed }) =>
  seed === undefined ? [] : [[name, fieldsOf(seed.shape)] as const],
);

describe('the documentation of seeds', () => {
  it.each(parts)('has a row for %s with every field', (name, fields) => {
    expect(fields.length).toBeGreaterThan(1);
    const row = rows.find((line) => line.startsWith(`| \`${name}\` `) && line.includes(fields[0] ?? ''));
    const words = new Set(row?.match(/\w+/g));
    expect(fields.filter((field) => !words.has(field))).toEqual([]);
  });
});
