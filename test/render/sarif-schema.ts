import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';

/** Draft 4; without these two words it says the same in the draft that ajv knows. */
const {
  $schema: _draft,
  id: _id,
  ...schema
} = JSON.parse(
  readFileSync(
    new URL('../../node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json', import.meta.url),
    'utf8',
  ),
);
const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
formats.default(ajv);
const check = ajv.compile(schema);

export interface SarifRun {
  readonly tool: {
    readonly driver: {
      readonly rules: readonly {
        readonly id: string;
        readonly shortDescription: { readonly text: string };
        readonly help: { readonly text: string };
        readonly helpUri?: string;
      }[];
    };
  };
  readonly invocations: readonly {
    readonly executionSuccessful: boolean;
    readonly exitCode: number;
    readonly toolExecutionNotifications: readonly {
      readonly descriptor: { readonly id: string; readonly index: number };
      readonly level: string;
      readonly message: { readonly text: string };
    }[];
  }[];
  readonly results: readonly {
    readonly ruleId: string;
    readonly ruleIndex: number;
    readonly level: string;
    readonly message: { readonly text: string };
    readonly locations: readonly {
      readonly physicalLocation: {
        readonly artifactLocation: { readonly uri: string; readonly uriBaseId: string };
        readonly region: { readonly startLine: number; readonly startColumn?: number };
      };
    }[];
  }[];
}

/** The run of a log that the official schema of SARIF 2.1.0 accepts; throws for anything else. */
export function sarifRun(text: string): SarifRun {
  const log = JSON.parse(text);
  if (!check(log)) throw new Error(JSON.stringify(check.errors, null, 2));
  return JSON.parse(text).runs[0];
}
