import type { SeedPart } from '../../seed/part.ts';
import { notKept } from '../../seed/shape.ts';
import { checkUnique } from '../../seed/unique.ts';
import { adminsOf } from './store.ts';

export interface AdminsSeed {
  /** The first one is whose token it is. Default: Ada Lovelace, ada@acme.test, id 991267466. */
  readonly admins?: readonly SeedAdmin[];
}

export interface SeedAdmin {
  /** Digits. */
  readonly id: string;
  readonly name?: string;
  readonly email: string;
}

export const adminsSeed: SeedPart<AdminsSeed> = {
  shape: {
    list: {
      object: {
        id: 'digits',
        name: 'a string',
        email: 'a text',
        ...notKept('type', 'avatar', 'job_title', 'away_mode_enabled', 'away_mode_reassign', 'role'),
        ...notKept('away_status_reason_id', 'has_inbox_seat', 'team_ids', 'email_verified', 'app'),
      },
      required: ['id', 'email'],
    },
  },
  check({ admins }, report) {
    checkUnique(admins, 'admins', ['id'], report);
  },
  /** Nothing where a seed named nobody: then its contacts and teams may have named whom they liked. */
  save: (workspace) => {
    const admins = adminsOf(workspace);
    return admins.isNamed ? admins.all().map(({ id, name, email }) => ({ id, name, email })) : undefined;
  },
  load({ admins = [] }, workspace) {
    if (admins.length === 0) return;
    adminsOf(workspace).load(
      admins.map(({ id, name, email }) => ({ id, email, name: name ?? email, away: false, reassign: false })),
    );
  },
};
