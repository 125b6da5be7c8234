import { describe, expect, it } from 'vitest';
import { renderSarif } from '../../src/render/findings/sarif.ts';
import type { Diagnostic } from '../../src/types/diagnostic.ts';
import { sarifRun } from './sarif-schema.ts';

const UNKNOWN_OPTION: Diagnostic = {
  code: 'unknown-option',
  severity: 'error',
  summary: "custom_attributes.plan is not one of the attribute's options",
  detail: '"entreprise"; did you mean "enterprise"?',
  help: 'options are free, pro, enterprise',
  address: 'contact/beta/customer-9001',
  file: 'migrations/0002-contacts.yaml',
  line: 14,
  column: 34,
};
const UNAUTHORIZED: Diagnostic = {
  code: 'intercom-unauthorized',
  severity: 'error',
  summary: 'Intercom does not accept the token',
};

const meanings = new Map([
  ['unknown-option', { means: 'a value that is none of the options', todo: 'see "did you mean"' }],
]);
const run = (findings: readonly Diagnostic[], prefix = '') =>
  sarifRun(renderSarif(findings, { version: '0.1.0', exit: 1, prefix, meanings }));

describe('a SARIF log', () => {
  it('holds a finding at its line and column, below the root of the repository', () => {
    const { results, tool } = run([UNKNOWN_OPTION], 'crm/');
    expect(results).toMatchObject([
      {
        ruleId: 'unknown-option',
        ruleIndex: 0,
        level: 'error',
        message: {
          text: [UNKNOWN_OPTION.summary, UNKNOWN_OPTION.detail, `help: ${UNKNOWN_OPTION.help}`].join('\n'),
        },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'crm/migrations/0002-contacts.yaml', uriBaseId: '%SRCROOT%' },
              region: { startLine: 14, startColumn: 34 },
            },
          },
        ],
      },
    ]);
    expect(tool.driver.rules).toMatchObject([
      {
        id: 'unknown-option',
        shortDescription: { text: 'a value that is none of the options' },
        help: { text: 'see "did you mean"' },
      },
    ]);
    expect(tool.driver.rules[0]?.helpUri).toBeUndefined();
  });

  it('has one rule for each code, and findings that name theirs', () => {
    const { results, tool } = run([
      UNKNOWN_OPTION,
      { ...UNKNOWN_OPTION, code: 'dropped-columns', severity: 'info' },
      { ...UNKNOWN_OPTION, line: 20 },
      { ...UNKNOWN_OPTION, code: 'formula-cell', severity: 'warning' },
    ]);
    const rules = tool.driver.rules.map(({ id }) => id);
    expect(rules).toEqual(['dropped-columns', 'formula-cell', 'unknown-option']);
    expect(results.map(({ level }) => level)).toEqual(['error', 'note', 'error', 'warning']);
    for (const { ruleId, ruleIndex } of results) expect(rules[ruleIndex]).toBe(ruleId);
    for (const rule of tool.driver.rules) expect(rule.help.text).not.toBe('');
  });

  it('tells what stands in no file as a notification, since GitHub refuses a result without a place', () => {
    const { results, invocations, tool } = run([UNAUTHORIZED, UNKNOWN_OPTION]);
    expect(results.map(({ ruleId }) => ruleId)).toEqual(['unknown-option']);
    expect(invocations).toMatchObject([
      {
        executionSuccessful: false,
        exitCode: 1,
        toolExecutionNotifications: [
          {
            descriptor: { id: 'intercom-unauthorized', index: 0 },
            level: 'error',
            message: { text: UNAUTHORIZED.summary },
          },
        ],
      },
    ]);
    expect(tool.driver.rules[0]?.id).toBe('intercom-unauthorized');
  });

  it('says that the run succeeded when it found what it was asked for', () => {
    expect(run([UNKNOWN_OPTION]).invocations[0]).toMatchObject({ executionSuccessful: true, exitCode: 1 });
    expect(run([])).toMatchObject({ results: [], tool: { driver: { rules: [] } } });
  });

  it('names the row of a data file, whose line is not known', () => {
    const { row, ...finding } = { ...UNKNOWN_OPTION, file: 'data/beta.csv', row: 7 };
    const { line: _line, column: _column, ...atRow } = { ...finding, row };
    const [result] = run([atRow]).results;
    expect(result?.message.text).toContain('(row 7)');
    expect(result?.locations[0]?.physicalLocation.region).toEqual({ startLine: 1 });
  });

  it('survives text that is no text', () => {
    const broken = '\ud800';
    const [result] = run([
      { ...UNKNOWN_OPTION, file: `${broken}.yaml`, summary: broken, detail: broken },
    ]).results;
    expect(result?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('%EF%BF%BD.yaml');
    expect(result?.message.text).toContain('\\u{d800}');
  });

  it('writes paths as URIs and leaves no link, placeholder or escape sequence alive', () => {
    const [result] = run([
      {
        ...UNKNOWN_OPTION,
        file: 'migrations/odd #1 [x]/ä%.yaml',
        summary: '[click](https://evil.test) {0} \u001b[31mred\u202e',
      },
    ]).results;
    expect(result?.locations[0]?.physicalLocation.artifactLocation.uri).toBe(
      'migrations/odd%20%231%20%5Bx%5D/%C3%A4%25.yaml',
    );
    const text = result?.message.text ?? '';
    expect(text).not.toContain('](');
    expect(text).not.toContain('{0}');
    expect(text).toContain('\\x1b[31mred\\u{202e}');
  });
});
