import type { Route } from '../router.ts';
import { attributeRoutes } from './attributes.ts';
import { companyRoutes } from './companies.ts';
import { companyListRoutes } from './company-lists.ts';
import { contactCompanyRoutes } from './contact-companies.ts';
import { contactLifecycleRoutes } from './contact-lifecycle.ts';
import { contactListRoutes } from './contact-lists.ts';
import { contactTagRoutes } from './contact-tags.ts';
import { contactRoutes } from './contacts.ts';
import { mergeRoutes } from './merge.ts';
import { noteRoutes } from './notes.ts';
import { tagRoutes } from './tags.ts';
import { workspaceRoutes } from './workspace.ts';

/** Every endpoint (api.md 11.7). */
export const ROUTES: readonly Route[] = [
  ...workspaceRoutes,
  ...attributeRoutes,
  ...contactListRoutes,
  ...mergeRoutes,
  ...contactRoutes,
  ...contactLifecycleRoutes,
  ...contactTagRoutes,
  ...contactCompanyRoutes,
  ...noteRoutes,
  ...tagRoutes,
  ...companyListRoutes,
  ...companyRoutes,
];
