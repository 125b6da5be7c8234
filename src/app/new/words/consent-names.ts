import { tightly, wordsOf } from './header-forms.ts';

/** What a column says about consent by its name alone. */
export interface ConsentName {
  /** What a plain yes means: the person is out (`Email Opt Out`), or in (`Accepts Email Marketing`). */
  readonly yes: 'out' | 'in';
  /** Of what: emails are what Intercom has a field for. */
  readonly of: 'emails' | 'something else';
  /** The lower, the more surely it speaks of all emails to a person. */
  readonly rank: number;
  /** True where the name may mean something else as well, such as `subscribed` to a paid plan. */
  readonly doubtful: boolean;
  /** True where the cells say when: one that holds something means yes. */
  readonly time: boolean;
}

/** Names read without anything between their words: `HasOptedOutOfEmail`, `email_opt_out` and `Email Opt-Out` are alike. */
const OUT =
  /opt(?:ed|s)?out|unsub|do(?:es)?not(?:allow|bulk|mass|e?mail|contact|market|send|solicit|call|phone|sms|text|fax|post|direct|spam)|dont(?:email|mail|contact|send|call)|^no(?:e?mails?|mailings?|marketing|newsletters?|contact)|(?:black|block)list|suppress|emaildisabled|^dnc$|desinscri|desabonn|abgemeldet|afgemeld/;
const IN =
  /opt(?:ed|s)?in(?!g|d|stance)|(?:accept|receive|allow|want|agree)\w*(?:e?mail|market|newsletter|promo|offer)|(?<!un)subscribe(?:d|toemail|tonewsletter|tomarketing|$)|consent|(?:email|marketing)permission|mailinglist|newsletter|emailsubscription|emailmarketing|marketingemails?/;
const OTHER_CHANNEL =
  /sms|mms|textmess|texts?$|whatsapp|phone|calls?$|callback|mobile|push|fax|postal|post$|directmail|mailshot|voice|viber|telegram|webnotif/;
const EMAILS = /e?mail(?!ingaddress)|newsletter|market|promo|globally|allemail|bulk/;
/** Consent to something that is no mail at all, and things about a consent that do not say whether there is one. */
const NO_CONSENT =
  /terms|privacy|cookie|tracking|analytics|dataprocess|parent|photo|reason|campaign|url|link|token|source|method|version|ip(?:address)?$|count$|rate$|comments?$|notes?$|plan|price|tier|segment|marketingcontact|ids?$|number$|key$|by$/;
const TIME = /_(?:at|on|since|date|time|timestamp|datetime)(?:_utc)?$/;
/** HubSpot's `Opted out of email: General`: one sort of email, of which some are what everybody gets. */
const TOPIC = /^\s*opted\s+out\s+of\s+e?-?mail\s*:\s*(.+)$/i;
const MAIN_TOPIC = /^(?:general|all|marketing|marketing information|newsletter|email)\b/i;

/** What a column's name says of consent; undefined where it speaks of something else. */
export function consentName(header: string): ConsentName | undefined {
  const topic = TOPIC.exec(header)?.[1];
  if (topic !== undefined) {
    return {
      ...{ yes: 'out', of: MAIN_TOPIC.test(topic.trim()) ? 'emails' : 'something else' },
      ...{ rank: 5, doubtful: true, time: false },
    };
  }
  const words = wordsOf(header);
  const time = TIME.test(words);
  const stem = words.replace(TIME, '').replaceAll('_', '');
  if (NO_CONSENT.test(stem)) return undefined;
  const isOut = OUT.test(stem);
  if (!isOut && !IN.test(stem)) return undefined;
  const speaksOfEmails = EMAILS.test(stem.replace(/directmail|postalmail|postmail/g, ''));
  const of = OTHER_CHANNEL.test(stem) && !/e-?mail(?:and|or|sms)/.test(stem) ? 'something else' : 'emails';
  // Who is suppressed is told better by the state that led to it, where there is a column of it.
  const rank = (isOut && !stem.includes('suppress') ? 0 : 2) + (speaksOfEmails ? 0 : 1) + (time ? 4 : 0);
  return { yes: isOut ? 'out' : 'in', of, rank, doubtful: !isOut && !speaksOfEmails, time };
}

/** Columns that hold the state of a subscription among other states: only their values tell. */
export function isStateName(header: string): boolean {
  return /^(?:email|subscriber|subscription|contact|member|marketing|emailmarketing|mailing|newsletter|list|audience|profile|customer|emailpermission|emailconsent|emailsubscriber|emailsubscription)?(?:status|state)$/.test(
    tightly(header),
  );
}
