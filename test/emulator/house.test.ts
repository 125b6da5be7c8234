import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { resources } from '../../src/emulator/resources/index.ts';

const house = new URL('../../src/emulator/', import.meta.url);
const folders = readdirSync(new URL('resources/', house), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

/** Whose names are part of what the library exports: contacts are looked up and lost from the index, and state shows some. */
const NAMES_RESOURCES = ['index.ts', 'state.ts', 'world.ts'];

describe('the house of the emulator', () => {
  it('has a folder for each resource of the list', () => {
    const list = readFileSync(new URL('resources/index.ts', house), 'utf8');
    expect(folders.length).toBeGreaterThan(10);
    expect(folders.filter((folder) => !list.includes(`from './${folder}/index.ts'`))).toEqual([]);
    expect(resources).toHaveLength(folders.length);
    expect(new Set(resources.map(({ name }) => name)).size).toBe(resources.length);
  });

  it('knows no resource by name outside their folders', () => {
    const outside = readdirSync(house, { recursive: true, encoding: 'utf8' }).filter(
      (path) => path.endsWith('.ts') && !path.startsWith('resources/'),
    );
    expect(outside.length).toBeGreaterThan(20);
    const naming = outside.filter((path) =>
      folders.some((folder) => readFileSync(new URL(path, house), 'utf8').includes(`resources/${folder}/`)),
    );
    expect(naming.toSorted()).toEqual(NAMES_RESOURCES);
  });
});
