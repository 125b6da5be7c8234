import { afterEach, expect, it } from 'vitest';
import { clearDesks, setUpDesk } from './desk.ts';

afterEach(clearDesks);

const acme = (name: string) =>
  `apiVersion: interform/v1\nkind: Companies\ncompanies: { acme: { name: ${name}, industry: Tools, size: 5 } }\n`;

it('takes a lost answer to the change of a company for nobody else', async () => {
  const ada = await setUpDesk(0, { 'migrations/acme.yaml': acme('Acme') });
  await ada.apply();
  await ada.write('migrations/acme.yaml', acme('Acme Ltd'));
  let lost = 0;
  ada.loses = ({ method }) => method === 'PUT' && ++lost > 0;
  const { exit, diagnostics } = await ada.apply();
  expect(lost).toBeGreaterThan(0);
  expect({ exit, diagnostics }).toEqual({ exit: 0, diagnostics: [] });
});
