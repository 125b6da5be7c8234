import { tightly, wordsOf } from './header-forms.ts';

/** What the name of a column says about consent. */
export interface ConsentName {
  /** What a yes in it means: unsubscribed (`Email Opt Out`), or subscribed (`Accepts Email Marketing`). */
  readonly yes: 'out' | 'in';
  /** What the consent is about. Intercom has a field only for emails. */
  readonly of: 'emails' | 'something else';
  /** The lower, the more certainly it is about all emails. */
  readonly rank: number;
  /** True where the name may also mean something else, such as `subscribed` to a paid plan. */
  readonly doubtful: boolean;
  /** True where the cells hold times: any time means yes. */
  readonly time: boolean;
}

/** Compared without anything between words, so `HasOptedOutOfEmail`, `email_opt_out` and `Email Opt-Out` all match. */
const OUT =
  /opt(?:ed|s)?out|unsub|do(?:es)?not(?:allow|bulk|mass|e?mail|contact|market|send|solicit|call|phone|sms|text|fax|post|direct|spam)|dont(?:email|mail|contact|send|call)|^no(?:e?mails?|mailings?|marketing|newsletters?|contact)|(?:black|block)list|suppress|emaildisabled|^dnc$|desinscri|desabonn|abgemeldet|afgemeld/;
const IN =
  /opt(?:ed|s)?in(?!g|d|stance)|(?:accept|receive|allow|want|agree)\w*(?:e?mail|market|newsletter|promo|offer)|(?<!un)subscribe(?:d|toemail|tonewsletter|tomarketing|$)|consent|(?:email|marketing)permission|mailinglist|newsletter|emailsubscription|emailmarketing|marketingemails?/;
const OTHER_CHANNEL =
  /sms|mms|textmess|texts?$|whatsapp|phone|calls?$|callback|mobile|push|fax|postal|post$|directmail|mailshot|voice|viber|telegram|webnotif/;
const EMAILS = /e?mail(?!ingaddress)|newsletter|market|promo|globally|allemail|bulk/;
/** Consent to things other than mail, and details about a consent that do not tell whether it was given. */
const NO_CONSENT =
  /terms|privacy|cookie|tracking|analytics|dataprocess|parent|photo|reason|campaign|url|link|token|source|method|version|ip(?:address)?$|count$|rate$|comments?$|notes?$|plan|price|tier|segment|marketingcontact|ids?$|number$|key$|by$/;
const TIME = /_(?:at|on|since|date|time|timestamp|datetime)(?:_utc)?$/;
/** HubSpot's `Opted out of email: General`: one sort of email. Some sorts are what everybody gets. */
const TOPIC = /^\s*opted\s+out\s+of\s+e?-?mail\s*:\s*(.+)$/i;
const MAIN_TOPIC = /^(?:general|all|marketing|marketing information|newsletter|email)\b/i;

/** What the name of a column says about consent; undefined where it is about something else. */
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
  // Where there is a column with the state that led to a suppression, that one tells more.
  const rank = (isOut && !stem.includes('suppress') ? 0 : 2) + (speaksOfEmails ? 0 : 1) + (time ? 4 : 0);
  return { yes: isOut ? 'out' : 'in', of, rank, doubtful: !isOut && !speaksOfEmails, time };
}

/** Names of status columns that may hold the state of a subscription. Their values decide. */
export function isStateName(header: string): boolean {
  return /^(?:email|subscriber|subscription|contact|member|marketing|emailmarketing|mailing|newsletter|list|audience|profile|customer|emailpermission|emailconsent|emailsubscriber|emailsubscription)?(?:status|state)$/.test(
    tightly(header),
  );
}
