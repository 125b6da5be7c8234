import type { SeedPart } from '../../seed/part.ts';
import { notKept } from '../../seed/shape.ts';
import { checkUnique } from '../../seed/unique.ts';
import type { AdminsSeed } from '../admins/seed.ts';
import { teamsOf } from './store.ts';

export interface TeamsSeed {
  readonly teams?: readonly SeedTeam[];
}

export interface SeedTeam {
  /** Digits. */
  readonly id?: string;
  readonly name: string;
  /** Ids of `admins`. */
  readonly admin_ids?: readonly (string | number)[];
}

export const teamsSeed: SeedPart<TeamsSeed & AdminsSeed> = {
  shape: {
    list: {
      object: {
        id: 'digits',
        name: 'a text',
        admin_ids: { list: { anyOf: ['digits', 'a whole number'] } },
        ...notKept('type', 'admin_priority_level', 'assignment_limit', 'distribution_method'),
      },
      required: ['name'],
    },
  },
  check({ teams = [], admins }, report) {
    checkUnique(teams, 'teams', ['id'], report);
    if (admins === undefined) return;
    const known = new Set(admins.map(({ id }) => id));
    for (const [position, { admin_ids: ids = [] }] of teams.entries()) {
      for (const [place, id] of ids.entries()) {
        if (!known.has(String(id)))
          report(`teams[${position}].admin_ids[${place}]`, `no admin "${id}" in admins`);
      }
    }
  },
  load({ teams = [] }, workspace) {
    const store = teamsOf(workspace);
    for (const { id } of teams) if (id !== undefined) store.reserve(id);
    for (const { id, name, admin_ids: ids = [] } of teams)
      store.add({ ...(id === undefined ? {} : { id }), name, admin_ids: ids.map(String) });
  },
};
