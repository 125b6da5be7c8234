import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { reportPage, terminalPicture } from './images/pictures.ts';
import { terminalSvg } from './images/terminal-svg.ts';
import { readPage, root } from './pages.ts';

const folder = join(root, 'docs', 'images');
const terminal = join(folder, 'terminal.svg');
const report = join(folder, 'report.png');
/** Of the page that the picture of the report was taken of: a picture itself is another on each machine. */
const reportDigest = join(folder, 'report.sha256');
const STALE = 'the pictures are of an earlier interform: npm run images, and look at them';
const MOST_BYTES = 200_000;

describe('the pictures of the README', () => {
  let svg = '';
  let html = '';

  beforeAll(async () => {
    svg = await terminalPicture();
    html = await reportPage();
    if (process.env['UPDATE_IMAGES'] === '1') await renew(svg, html);
  });

  it('show the plan in the terminal as it is today', () => {
    expect(readFileSync(terminal, 'utf8') === svg, STALE).toBe(true);
    expect(svg).toContain('No changes.');
  });

  it('show the report as it is today', () => {
    expect(readFileSync(reportDigest, 'utf8').trim() === sha256(html), STALE).toBe(true);
  });

  it('are in the README, small, and hold nothing that runs', () => {
    const { text } = readPage('README.md');
    for (const file of [terminal, report]) {
      expect(text).toContain(`](docs/images/${file.slice(folder.length + 1)})`);
      expect(statSync(file).size).toBeLessThan(MOST_BYTES);
    }
    expect(svg).not.toMatch(/<script|href|url\(/);
  });
});

describe('the picture of a terminal', () => {
  it('keeps columns, colours and marks', () => {
    const lines = ['\u001b[32m+\u001b[39m <a> & b', '    \u001b[1;2mx\u001b[22m   日本 '];
    const svg = terminalSvg(lines, { columns: 20, title: 'a < b' });
    expect(svg).toContain('fill="#7ee787">+</text>');
    expect(svg).toContain('>&lt;a&gt; &amp; b</text>');
    expect(svg).toContain('font-weight="bold" opacity=".6">x</text>');
    // Column 8 to 12: two characters that take two cells each.
    expect(svg).toMatch(/x="85\.2" y="\d+" textLength="33\.6"[^>]*>日本</);
    expect(() => terminalSvg(['\u001b[7mx'], { columns: 3, title: '' })).toThrow('no code 7');
  });
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Writes them anew: `npm run images`. */
async function renew(svg: string, html: string): Promise<void> {
  const executablePath = process.env['INTERFORM_CHROMIUM'] ?? '/usr/bin/chromium';
  if (!existsSync(executablePath))
    throw new Error(`the pictures need a browser: there is no ${executablePath}`);
  const { chromium } = await import('playwright-core');
  const made = mkdtempSync(join(tmpdir(), 'interform-images-'));
  const browser = await chromium.launch({
    executablePath,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    writeFileSync(join(made, 'plan.html'), html);
    await page.goto(pathToFileURL(join(made, 'plan.html')).href);
    await page.screenshot({ path: report });
  } finally {
    await browser.close();
    rmSync(made, { recursive: true, force: true });
  }
  writeFileSync(terminal, svg);
  writeFileSync(reportDigest, `${sha256(html)}\n`);
}
