import type { Kind } from '../../types/kind.ts';
import { droppedOptions } from '../written/dropped-options.ts';
import { conversationAttributeAuditing } from './auditing.ts';
import { checkConversationAttributes } from './check.ts';
import { currentConversationAttributes } from './current.ts';
import { type ConversationAttributeDeclaration, declareConversationAttributes } from './declaration.ts';
import { diffConversationAttributes } from './diff.ts';
import { sameConversationAttributeValue } from './fields.ts';
import { conversationAttributeGenerating } from './generating.ts';
import { conversationAttributesMadeTwice } from './made-twice.ts';
import { type ObservedConversationAttributes, observeConversationAttributes } from './observe.ts';
import { standsAlone } from './options.ts';
import { conversationAttributeProbes } from './probes.ts';
import { conversationAttributePulling } from './pulling.ts';
import { settleConversationAttribute } from './settle.ts';
import { conversationAttributeSnapshot } from './snapshot.ts';
import { conversationAttributeSteps, verifyConversationAttribute } from './steps.ts';
import { conversationAttributeUndoing } from './undoing.ts';

/** What teams record of conversations (intercom 17.1). Its identity is the name among those that are not archived. */
export const conversationAttributeKind: Kind<
  ConversationAttributeDeclaration,
  ObservedConversationAttributes
> = {
  name: 'conversation_attribute',
  manifest: 'ConversationAttributes',
  schema: 'conversation-attributes.schema.json',
  words: { one: 'conversation attribute', many: 'conversation attributes' },
  revisable: true,
  guards: { drop_option: droppedOptions },
  personal: { fields: () => [], manifest: 'nothing' },
  declare: declareConversationAttributes,
  check: checkConversationAttributes,
  // Nothing asks who is declared later: what is undeclared is left alone.
  async noteLater() {},
  observe: observeConversationAttributes,
  diff: diffConversationAttributes,
  steps: conversationAttributeSteps,
  reread: () => ({ how: 'together' }),
  current: currentConversationAttributes,
  idsOf: null,
  same: sameConversationAttributeValue,
  alone: standsAlone,
  verify: verifyConversationAttribute,
  settle: settleConversationAttribute,
  madeTwice: conversationAttributesMadeTwice,
  undoing: conversationAttributeUndoing,
  pulling: conversationAttributePulling,
  snapshot: conversationAttributeSnapshot,
  auditing: conversationAttributeAuditing,
  generating: conversationAttributeGenerating,
  probes: conversationAttributeProbes,
  page: 'reference/kinds/conversation-attributes.md',
};
