/** Email addresses: the form in which they are compared, and how much an equal address proves. */

export type EmailFlag =
  /** A forwarding address that a marketplace or platform made: it stands for one buyer or one order, not for a mailbox. */
  | 'relay'
  /** A shared mailbox of a company (`info@`): many people. */
  | 'role'
  /** Written where nobody gave an address. */
  | 'placeholder';

export interface EmailReading {
  /** Comparable form: lower case, without plus tag, without the dots that Gmail ignores. */
  readonly value: string;
  readonly local: string;
  readonly domain: string;
  readonly flags: readonly EmailFlag[];
}

const ADDRESS = /^[^\s@"(),:;<>[\]\\]+@[^\s@"(),:;<>[\]\\]+\.[^\s@.]{2,}$/;
/** RFC 5321 allows 254 characters; blanks around them are forgiven. */
const LONGEST = 320;
const GMAIL = new Set(['gmail.com', 'googlemail.com']);
const RELAYS = [
  /^privaterelay\.appleid\.com$/,
  /(^|\.)marketplace\.amazon\./,
  /^members\.ebay\./,
  /^.*\.ebay\.com$/,
  /^relay\.firefox\.com$/,
  /^mozmail\.com$/,
  /^duck\.com$/,
  /^messages\.etsy\.com$/,
  /^simplelogin\./,
  /^.*\.craigslist\.org$/,
];
const ROLES = new Set(
  `info sales office contact hello hi mail team support service help admin accounts accounting billing invoice invoices finance orders order
  purchasing procurement shop store webmaster postmaster noreply no-reply marketing kontakt rechnung buchhaltung compta`.split(
    /\s+/,
  ),
);
const PLACEHOLDER_LOCALS = new Set([
  'none',
  'na',
  'n/a',
  'null',
  'unknown',
  'noemail',
  'no-email',
  'guest',
  'test',
  'x',
  'xx',
  'xxx',
]);
const PLACEHOLDER_DOMAINS = new Set(['none.com', 'noemail.com', 'no-email.com', 'email.com', 'invalid', 'test.com']);

/** Null when the text is no address. */
export function readEmail(text: string): EmailReading | null {
  if (text.length > LONGEST) return null;
  const bare = text
    .normalize('NFKC')
    .trim()
    .replace(/^mailto:/i, '')
    .toLowerCase();
  if (!ADDRESS.test(bare)) return null;
  const at = bare.lastIndexOf('@');
  const written = bare.slice(0, at);
  const domain = GMAIL.has(bare.slice(at + 1)) ? 'gmail.com' : bare.slice(at + 1);
  const untagged = written.replace(/\+.*$/, '') || written;
  const local = domain === 'gmail.com' ? untagged.replaceAll('.', '') : untagged;
  const flags: EmailFlag[] = [];
  if (RELAYS.some((relay) => relay.test(domain))) flags.push('relay');
  if (ROLES.has(local)) flags.push('role');
  if (PLACEHOLDER_LOCALS.has(local) || PLACEHOLDER_DOMAINS.has(domain)) flags.push('placeholder');
  return { value: `${local}@${domain}`, local, domain, flags };
}

/** Where anybody can have a mailbox: to share such a domain says nothing. Country endings of the large ones are folded. */
const PUBLIC_MAIL = new Set(
  `gmail.com outlook.com hotmail live.com msn.com yahoo ymail.com icloud.com me.com mac.com aol.com gmx web.de t-online.de freenet.de
  proton.me protonmail.com mail.com zoho.com yandex qq.com 163.com 126.com orange.fr free.fr wanadoo.fr laposte.net sfr.fr libero.it
  virgilio.it alice.it btinternet.com sky.com talktalk.net comcast.net verizon.net att.net sbcglobal.net cox.net charter.net bigpond.com
  optusnet.com.au rogers.com shaw.ca sympatico.ca bluewin.ch telenet.be ziggo.nl kpnmail.nl seznam.cz wp.pl o2.pl interia.pl rediffmail.com
  fastmail.com hey.com tutanota.com`.split(/\s+/),
);

/** The domain of an address that belongs to a firm; null for public mailboxes, forwarding addresses and what is no address. */
export function firmDomain(text: string): string | null {
  const email = readEmail(text);
  if (email === null || email.flags.includes('relay') || email.flags.includes('placeholder')) return null;
  const brand = email.domain.slice(0, email.domain.indexOf('.'));
  return PUBLIC_MAIL.has(email.domain) || PUBLIC_MAIL.has(brand) ? null : email.domain;
}

/** `Ada Example (ada@example.com)` or `Ada Example <ada@example.com>`; null when the text is not of that form. */
export function nameWithEmail(text: string): { readonly name: string; readonly email: string } | null {
  if (text.length > LONGEST) return null;
  const parts = /^(.*\S)\s*[(<]([^\s()<>]+@[^\s()<>]+)[)>]$/.exec(text.trim());
  const [, name, email] = parts ?? [];
  return name === undefined || email === undefined || !ADDRESS.test(email.toLowerCase()) ? null : { name, email };
}
