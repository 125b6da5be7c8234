import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import type { Described, Description } from './description.ts';
import type { Exception } from './exceptions.ts';
import { explainer, type Validate } from './explain.ts';
import {
  type Conversion,
  componentDocument,
  componentId,
  type Direction,
  type SchemaNode,
  toJsonSchema,
} from './openapi-schema.ts';

/** What both checks use. */
export interface Rules {
  readonly description: Description;
  readonly exceptions: readonly Exception[];
  readonly schemas: Schemas;
}

export interface Schemas {
  /** The check for a schema that stands at a pointer of the description. */
  of(described: Described, direction: Direction): Validate;
}

/** Compiles schemas of the description when they are first needed, relaxed by the exceptions. */
export function compileSchemas(description: Description, exceptions: readonly Exception[]): Schemas {
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateSchema: false, verbose: true });
  ajvFormats.default(ajv);
  ajv.addFormat('timestamp', true); // on integers only: unix seconds
  const conversions = { request: conversion('request'), response: conversion('response') };
  const compiled = new Map<string, Validate>();

  function conversion(direction: Direction): Conversion {
    const rewrite = (node: SchemaNode, pointer: string) =>
      exceptions.reduce((current, exception) => exception.rewrite?.(current, pointer) ?? current, node);
    const made: Conversion = { direction, components: description.components, rewrite };
    ajv.addSchema(componentDocument(made), componentId(direction));
    return made;
  }

  return {
    of({ schema, pointer }, direction) {
      const key = `${direction} ${pointer}`;
      let validate = compiled.get(key);
      if (validate === undefined) {
        validate = explainer(ajv, toJsonSchema(schema, pointer, conversions[direction]));
        compiled.set(key, validate);
      }
      return validate;
    },
  };
}
