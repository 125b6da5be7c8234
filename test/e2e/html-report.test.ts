import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderPlanHtml } from '../../src/render/html/plan-html.ts';
import { mergeNote } from '../../src/types/merge-notes.ts';
import { largePlan } from '../render/large-plan.ts';
import { mergeOfAda, sampleChange, samplePlan } from '../render/sample-plan.ts';

const executablePath = process.env['INTERFORM_CHROMIUM'] ?? '/usr/bin/chromium';
const isThere = existsSync(executablePath);
if (!isThere) console.log(`skipped: the HTML report in a browser; there is no ${executablePath}`);

/** Ends what hangs; the browser's own thirty seconds are too few for a machine that does other work too. */
const PATIENCE = { timeout: 300_000 };

const EVIL =
  '<script>window.pwned = true</script><img src="https://evil.test/x" onerror="window.pwned = true">';

describe.skipIf(!isThere)('the HTML report of 5,000 changes in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'interform-report-'));
  const requests: string[] = [];
  const problems: string[] = [];
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const evil = sampleChange({
      address: 'contact/beta/mallory',
      action: 'create',
      fields: {
        name: { after: EVIL },
        'custom_attributes.note': { after: '</script><script>window.pwned = true//' },
      },
    });
    const file = join(folder, 'plan.html');
    writeFileSync(file, renderPlanHtml(largePlan(4998, { extra: [mergeOfAda, evil] })));
    browser = await chromium.launch({
      ...PATIENCE,
      executablePath,
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
    page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
    page.setDefaultTimeout(PATIENCE.timeout);
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    await page.goto(pathToFileURL(file).href);
  }, 600_000);

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const shown = () => page.locator('#shown').textContent();
  const visibleRows = () => page.locator('main .row:visible').count();
  const settled = (text: string) => expect.poll(shown).toBe(text);

  it('shows destructive changes first, each with its reason', async () => {
    expect(await shown()).toBe('5,000 changes');
    const headings = await page.locator('main h2:visible').allTextContents();
    expect(headings).toEqual(['Irreversible or destructive (500)', 'Other changes (4,500)']);
    const first = page.locator('main details.row').first();
    expect(await first.textContent()).toContain('merge/6657add4');
    expect(await first.textContent()).toContain('cannot be undone');
  });

  it('opens a row and a group', async () => {
    const row = page.locator('main details.row').first();
    await row.locator('summary').click();
    expect(await row.locator('.why').textContent()).toBe(
      'why: the lead is declared to be customer-9001; cannot be undone',
    );
    expect(await row.locator('dl').textContent()).toContain('ada@acme.test');
    const group = page.locator('main details.group', { hasText: 'contacts: plan free → pro' });
    expect(await group.locator('.row').count()).toBe(0);
    await group.locator('> summary').click();
    await group.locator('.row').first().waitFor();
    expect(await group.locator('.row').count()).toBe(50);
    await group.getByRole('button', { name: /^Show 50 more of/ }).click();
    expect(await group.locator('.row').count()).toBe(100);
  });

  it('finds one person among all of them, by any value', async () => {
    await page.fill('#query', 'person1500@acme.test');
    await settled('1 of 5,000 changes shown');
    expect(await visibleRows()).toBe(1);
    expect(await page.locator('main .row:visible').textContent()).toContain('customer-1500');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await settled('5,000 changes');
  });

  it('says when nothing matches', async () => {
    await page.fill('#query', 'nobody at all');
    await settled('0 of 5,000 changes shown');
    expect(await page.locator('#empty').isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await settled('5,000 changes');
  });

  it('filters by kind, action, set and destructiveness', async () => {
    await page.getByLabel('Kind').selectOption({ label: 'merge (1)' });
    expect(await shown()).toBe('1 of 5,000 changes shown');
    await page.getByRole('button', { name: 'Clear filters' }).click();

    await page.getByLabel('Action').selectOption({ label: 'create (3,001)' });
    expect(await shown()).toBe('3,001 of 5,000 changes shown');
    await page.getByLabel('Contact set').selectOption({ label: 'customers (1,499)' });
    expect(await shown()).toBe('0 of 5,000 changes shown');
    await page.getByLabel('Action').selectOption('');
    expect(await shown()).toBe('1,499 of 5,000 changes shown');
    await page.getByRole('button', { name: 'Clear filters' }).click();

    await page.getByLabel('only destructive or blocked').check();
    expect(await shown()).toBe('500 of 5,000 changes shown');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    expect(await shown()).toBe('5,000 changes');
  });

  it('offers a filter by set where there is one set only', async () => {
    const file = join(folder, 'one-set.html');
    writeFileSync(file, renderPlanHtml(largePlan(3)));
    const other = await browser.newPage();
    other.setDefaultTimeout(PATIENCE.timeout);
    await other.goto(pathToFileURL(file).href);
    expect(await other.getByLabel('Contact set').locator('option').allTextContents()).toEqual([
      'all sets',
      'beta (3)',
    ]);
    expect(await other.getByLabel('Contact set').isVisible()).toBe(true);
    expect(await other.getByLabel('Outcome').isVisible()).toBe(false);
    await other.close();
  });

  it('shows what becomes of an email without a click among 10,000 changes, and finds any of them', async () => {
    const rekeyed = Array.from({ length: 60 }, (_, index) =>
      sampleChange({
        address: `contact/beta/rekeyed-${index}`,
        action: 'update',
        fields: {
          'custom_attributes.seats': { before: 1, after: 2 },
          email: { before: `ada${index}@acme.test`, after: `${'eve'.repeat(60)}${index}@evil.test` },
        },
      }),
    );
    const file = join(folder, 'rekeyed.html');
    writeFileSync(file, renderPlanHtml(largePlan(9_940, { extra: rekeyed })));
    const other = await browser.newPage({ viewport: { width: 390, height: 844 } });
    other.setDefaultTimeout(PATIENCE.timeout);
    await other.goto(pathToFileURL(file).href);
    expect(await other.locator('#shown').textContent()).toBe('10,000 changes');
    const rows = other.locator('main details.row', { hasText: 'rekeyed-' });
    expect(await rows.count()).toBe(60);
    const last = rows.last().locator('.gist');
    expect(await last.textContent()).toContain(`email ada59@acme.test → ${'eve'.repeat(60)}59@evil.test`);
    const isCut = await last.evaluate((node) => node.scrollWidth > node.clientWidth);
    expect(isCut).toBe(false);
    await other.fill('#query', 'customer-9939');
    await expect.poll(() => other.locator('#shown').textContent()).toBe('1 of 10,000 changes shown');
    await other.close();
  });

  it('folds and unfolds everything', async () => {
    await page.getByRole('button', { name: 'Expand all' }).click();
    expect(await page.locator('main details.row:not([open])').count()).toBe(0);
    // Rows are filled as they open, which the browser tells a moment later.
    await expect.poll(() => page.locator('main dl:visible').count()).toBeGreaterThan(50);
    await page.getByRole('button', { name: 'Collapse all' }).click();
    expect(await page.locator('main details[open]').count()).toBe(0);
  });

  it('is worked with the keyboard', async () => {
    const row = page.locator('main details.row').first();
    await row.locator('summary').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => row.evaluate((node) => node.hasAttribute('open'))).toBe(true);
  });

  it('shows markup in a name as text and runs none of it', async () => {
    await page.fill('#query', 'mallory');
    await settled('1 of 5,000 changes shown');
    await page.getByRole('button', { name: 'Expand all' }).click();
    expect(await page.locator('main .row:visible dl').textContent()).toContain(
      '<script>window.pwned = true</script>',
    );
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(await page.evaluate(`'pwned' in window`)).toBe(false);
    await page.getByRole('button', { name: 'Clear filters' }).click();
  });

  it.each([
    [1280, 800],
    [390, 844],
  ])(
    'reads from counts to what cannot be undone to findings at %i×%i, and never scrolls sideways',
    async (width, height) => {
      const long = 'an-identifier-that-goes-on-and-on-without-any-place-to-break-it'.repeat(2);
      const merges = ['email', 'phone', 'email'].map((shared, index) =>
        sampleChange({
          address: `merge/6657add46abd0167d94${index}`,
          action: 'merge',
          id: `6657add46abd0167d94${index}`,
          irreversible: true,
          reason: 'identity.leads of set vip absorbs leads with this email',
          notes: [
            mergeNote({
              lead: `${long}${index}@acme.test`,
              user: `user ${long}`,
              shared: shared === 'email' ? 'email' : 'phone',
            }),
          ],
          fields: { into: { after: long }, name: { before: null, after: long } },
        }),
      );
      const gone = sampleChange({ address: `contact/old/${long}`, action: 'archive', reason: long });
      const fields = { [`custom_attributes.${long}`]: { before: long, after: `${long}!` } };
      const other = sampleChange({
        address: `contact/beta/${long}`,
        action: 'update',
        fields,
        notes: [long],
      });
      const finding = { code: 'x', severity: 'error', summary: long, detail: long, file: long } as const;
      const file = join(folder, `small-${width}.html`);
      const guards = [{ verb: 'merge', count: 3, limit: 0, over: true }] as const;
      const plan = samplePlan([...merges, gone, other], {
        diagnostics: [finding],
        guards,
        environment: long,
      });
      writeFileSync(file, renderPlanHtml(plan));
      const small = await browser.newPage({ viewport: { width, height } });
      await small.goto(pathToFileURL(file).href);
      const widest = () => small.evaluate('document.scrollingElement.scrollWidth');
      expect(await widest()).toBeLessThanOrEqual(width);
      await small.getByRole('button', { name: 'Collapse all' }).click();
      expect(await widest()).toBeLessThanOrEqual(width);
      await small.getByRole('button', { name: 'Expand all' }).click();
      expect(await widest()).toBeLessThanOrEqual(width);

      const tops = await Promise.all(
        ['.counts', '#section-0', '#findings', '#section-1', '.sum'].map(async (part) => {
          const box = await small.locator(part).boundingBox();
          return box?.y ?? Number.NaN;
        }),
      );
      expect(tops).toEqual(tops.toSorted((a, b) => a - b));
      const rows = await small.locator('.merges tr.row').allTextContents();
      expect(rows).toHaveLength(3);
      expect(rows[0]).toContain('CHECK: only the phone');
      expect(rows.slice(1).join()).not.toContain('CHECK');
      expect(await small.locator('.merges .reason').allTextContents()).toEqual([
        'why: identity.leads of set vip absorbs leads with this email; cannot be undone',
      ]);
      await small.fill('#query', '6657add46abd0167d942');
      await expect.poll(() => small.locator('.merges tr.row').count()).toBe(1);
      await small.close();
    },
  );

  it('sends no request and reports no problem', async () => {
    const picture = join(folder, 'report.png');
    await page.screenshot({ path: picture });
    expect(existsSync(picture)).toBe(true);
    expect(requests.filter((url) => !url.startsWith('file:') && !url.startsWith('data:'))).toEqual([]);
    expect(problems).toEqual([]);
  });
});
