import type { Resource } from '../../resource.ts';
import { V2_17 } from '../../version.ts';
import { deletedContactRoutes } from './deleted.ts';
import { contactLifecycleRoutes } from './lifecycle.ts';
import { contactListRoutes } from './lists.ts';
import { contactCompanyRoutes } from './memberships.ts';
import { mergeRoutes } from './merge.ts';
import { mergePreviewRoutes } from './merge-preview.ts';
import { contactRoutes } from './routes.ts';
import { type ContactsSeed, contactsSeed } from './seed.ts';
import { showContact } from './show.ts';
import { contactsOf } from './store.ts';
import { contactSwitches } from './switches.ts';
import { contactTagRoutes } from './tagging.ts';

/** Users and leads, with their lists, lifecycle and merges, and what is attached to them. */
export const contacts: Resource<ContactsSeed, typeof contactSwitches> = {
  name: 'contacts',
  routes: [
    ...contactListRoutes,
    ...deletedContactRoutes,
    ...mergeRoutes,
    ...mergePreviewRoutes,
    ...contactRoutes,
    ...contactLifecycleRoutes,
    ...contactTagRoutes,
    ...contactCompanyRoutes,
  ],
  switches: contactSwitches,
  seed: contactsSeed,
  records: (workspace) =>
    [...contactsOf(workspace).all()]
      .filter((record) => record.state === 'live')
      .map((record) =>
        showContact(record, { workspace, version: V2_17, fromIndex: false, mergeHistory: true }),
      ),
  count: (workspace) => contactsOf(workspace).countLive(),
};
