import type { Kind } from '../types/kind.ts';
import { attributeKind } from './attribute/kind.ts';
import { companyKind } from './company/kind.ts';
import { contactKind } from './contact/kind.ts';
import { mergeKind } from './merge/kind.ts';
import { tagKind } from './tag/kind.ts';

/** The list of kinds, in the order in which each phase goes through them. A new kind is one folder and one line here. */
export const kinds: readonly Kind[] = [attributeKind, tagKind, companyKind, contactKind, mergeKind];
