import type { CodeMeaning } from '../../types/code-meaning.ts';
import type { Diagnostic, Severity } from '../../types/diagnostic.ts';
import { inert } from '../words/inert.ts';
import { jsonText } from '../words/json-text.ts';
import { fileInRepository, findingMessage } from './finding-message.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
/** Relative paths start at the root of the repository. */
const ROOT = '%SRCROOT%';
const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};
const RANK: readonly Severity[] = ['error', 'warning', 'info'];

export interface SarifOptions {
  /** The version of interform. */
  readonly version: string;
  /** Of the command. */
  readonly exit: number;
  /** The project folder below the root of the repository: '' or with `/` at its end. */
  readonly prefix: string;
  /** Code → what it means and what to do, for the description of its rule. */
  readonly meanings: ReadonlyMap<string, CodeMeaning>;
}

/**
 * Findings as one SARIF 2.1.0 log, for code scanning. A finding in a file is a result. One without a file, such as a refused
 * token, is a notification of the run: a result without a place makes GitHub refuse the whole log.
 */
export function renderSarif(findings: readonly Diagnostic[], options: SarifOptions): string {
  const codes = [...new Set(findings.map((finding) => finding.code))].sort();
  const indexOf = new Map(codes.map((code, index) => [code, index]));
  const placed = findings.flatMap((finding) =>
    finding.file === undefined ? [] : [{ ...finding, file: finding.file }],
  );
  const notifications = findings.filter((finding) => finding.file === undefined);
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'interform',
            version: options.version,
            semanticVersion: options.version,
            rules: codes.map((code) => rule(code, worst(code, findings), options.meanings.get(code))),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            // Findings are what was asked for; an error of the run itself is not.
            executionSuccessful: !notifications.some((finding) => finding.severity === 'error'),
            exitCode: options.exit,
            toolExecutionNotifications: notifications.map((finding) => notification(finding, indexOf)),
          },
        ],
        results: placed.map((finding) => result(finding, options.prefix, indexOf)),
      },
    ],
  };
  return jsonText(log);
}

function rule(code: string, severity: Severity, meaning: CodeMeaning | undefined) {
  const id = inert(code);
  const means = meaning?.means ?? id;
  return {
    id,
    name: id,
    shortDescription: { text: means },
    fullDescription: { text: means },
    help: { text: meaning?.todo ?? 'See the message of the finding.' },
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

function worst(code: string, findings: readonly Diagnostic[]): Severity {
  const found = findings.filter((finding) => finding.code === code).map((finding) => finding.severity);
  return RANK.find((severity) => found.includes(severity)) ?? 'info';
}

function result(
  finding: Diagnostic & { readonly file: string },
  prefix: string,
  indexOf: ReadonlyMap<string, number>,
) {
  const { code, severity, file, line, column, row, address } = finding;
  return {
    ruleId: inert(code),
    ruleIndex: indexOf.get(code),
    level: LEVELS[severity],
    message: { text: messageText(finding) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: artifactOf(fileInRepository(file, prefix)),
          // GitHub wants a line. Of a data file only the row is known, which the message names.
          region: {
            startLine: line ?? 1,
            ...(line === undefined || column === undefined ? {} : { startColumn: column }),
          },
        },
        ...(address === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: inert(address) }] }),
      },
    ],
    ...(row === undefined ? {} : { properties: { row } }),
  };
}

function notification(finding: Diagnostic, indexOf: ReadonlyMap<string, number>) {
  return {
    descriptor: { id: inert(finding.code), index: indexOf.get(finding.code) },
    level: LEVELS[finding.severity],
    message: { text: messageText(finding) },
  };
}

/** SARIF has links and placeholders in plain text: `[words](target)` and `{0}` of the data are neither. */
function messageText(finding: Diagnostic): string {
  return findingMessage(finding)
    .replaceAll('](', '] (')
    .replaceAll(/\{(\d+)\}/g, '{ $1 }');
}

function artifactOf(path: string) {
  const uri = path.toWellFormed().split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? { uri: `file://${uri}` } : { uri, uriBaseId: ROOT };
}
