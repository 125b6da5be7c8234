import type { Resource } from '../../resource.ts';
import { companyListRoutes } from './lists.ts';
import { companyRoutes } from './routes.ts';
import { companyScrollRoute } from './scroll.ts';
import { type CompaniesSeed, companiesSeed } from './seed.ts';
import { showCompany } from './show.ts';
import { companiesOf } from './store.ts';

export const companies: Resource<CompaniesSeed> = {
  name: 'companies',
  routes: [...companyListRoutes, companyScrollRoute, ...companyRoutes],
  seed: companiesSeed,
  records: (workspace) => [...companiesOf(workspace).all()].map((company) => showCompany(company, workspace)),
};
