import { CsvSplitter } from './splitter.ts';

export interface CsvDialect {
  readonly delimiter: string;
  readonly newline: '\n' | '\r';
}

const CANDIDATES = [',', ';', '\t', '|'] as const;
/** How many records of the sample are looked at. */
const recordsCompared = 50;

/** What ends the lines: \n wherever it stands outside quotes, else \r. */
export function newlineOf(sample: string): '\n' | '\r' {
  const outside = sample.replace(/"[^"]*"/g, '');
  return !outside.includes('\n') && outside.includes('\r') ? '\r' : '\n';
}

/**
 * The delimiter that cuts the beginning of the file into the most even records. Each candidate splits it, respecting quotes;
 * the one whose records most often have as many cells as the header wins, then the one that finds more columns.
 */
export function delimiterOf(sample: string, newline: '\n' | '\r', wholeFile: boolean): string {
  let best = { delimiter: ',', even: 0, columns: 1 };
  for (const delimiter of CANDIDATES) {
    const splitter = new CsvSplitter(delimiter, newline);
    const records = splitter.push(sample);
    if (wholeFile) records.push(...splitter.end());
    const [header, ...rows] = records.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
    const columns = header?.cells.length ?? 1;
    if (columns < 2) continue;
    const compared = rows.slice(0, recordsCompared);
    const even =
      compared.filter(({ cells }) => cells.length === columns).length / Math.max(1, compared.length);
    const share = compared.length === 0 ? 1 : even;
    if (share > best.even || (share === best.even && columns > best.columns)) {
      best = { delimiter, even: share, columns };
    }
  }
  return best.columns > 1 ? best.delimiter : mostFrequent(sample, newline);
}

/** Where no candidate cuts the header in two: the one that stands most often in the first line, quotes ignored. */
function mostFrequent(sample: string, newline: string): string {
  const [line = ''] = sample.split(newline, 1);
  const counts = CANDIDATES.map((delimiter) => ({ delimiter, count: line.split(delimiter).length }));
  const most = counts.reduce((a, b) => (b.count > a.count ? b : a));
  return most.count > 1 ? most.delimiter : ',';
}
