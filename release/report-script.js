// Joins the modules of src/render/html/browser into the one script of the HTML report: a page that is opened from a disk
// cannot import. `npm run report` writes src/render/html/report-script.ts, and a test compares the two.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const html = fileURLToPath(new URL('../src/render/html', import.meta.url));

/** For browsers of the last five years. */
export async function reportScript() {
  const bundle = await rolldown({
    input: `${html}/browser/main.ts`,
    platform: 'browser',
    transform: { target: 'es2020' },
  });
  const { output } = await bundle.generate({ format: 'iife', minify: true });
  await bundle.close();
  return output[0].code;
}

function moduleOf(script) {
  const text = script.replace(/[\\`]|\$\{/g, (found) => `\\${found}`);
  return [
    '/** What runs in the HTML report: the files in browser/ in one line. Edit those, then run npm run report. */',
    `export const REPORT_SCRIPT = \`${text}\`;`,
    '',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(`${html}/report-script.ts`, moduleOf(await reportScript()));
