/**
 * What PayPal's words for a movement mean. The exports name a transaction by words of the account's language, some also by its event
 * code; codes are read by their group (T04 withdrawals, T11 reversals …), words by what they say. Words that PayPal adds are not read: a
 * name counts only when each of its words is one that PayPal was seen to use.
 */
import type { MoneyKind } from '#shared/domain/money-events.ts';
import type { RecordType } from '#shared/domain/systems.ts';

/** A kind, or a pair of kinds of which the sign of the amount chooses: money out first. */
export type Meaning = MoneyKind | readonly [out: MoneyKind, in_: MoneyKind];

const COST = ['fee', 'fee_returned'] as const;
const DISPUTE = ['dispute', 'dispute_reversal'] as const;
const RESERVE = ['reserve_held', 'reserve_released'] as const;
const HOLD = ['hold', 'hold_released'] as const;
/** What the account buys is no sale; what it gets back for a purchase is no refund of a sale. */
const SALE = ['adjustment', 'charge'] as const;
const REFUND = ['refund', 'adjustment'] as const;
const WITHDRAWAL = ['payout', 'payout_failed'] as const;

/** First rule that fits. Texts are lower case, without accents, words apart by one blank. */
const RULES: readonly (readonly [Meaning, RegExp])[] = [
  ['nothing', /cart item|warenkorbartikel|article du panier|articulo del carrito/],
  [
    ['refund', 'refund_failed'],
    /(?:reversal|cancellation|cancelled|stornierung|annulation|cancelacion|anulacion) (?:of |de |der |d )?(?:refund|ruckzahlung|remboursement|reembolso)/,
  ],
  [RESERVE, /\breserve\b|rolling reserve|mindestreserve|reserva/],
  [
    HOLD,
    /\bhold\b|einbehalt|suspension|blocage|\bretenue|retencion|bloqueo|payment release|\brelease\b|freigabe|deblocage|liberacion/,
  ],
  ['void', /void|annulation d autorisation|desprovisto|anulacion de autorizacion|aufhebung der autorisierung/],
  ['authorisation', /authori[sz]ation|autorisierung|autorisation|autorizacion|^order$|^bestellung$|^commande$|^pedido$/],
  [
    'conversion',
    /currency conversion|conversion (?:to cover|required)|wahrungsumrechnung|conversion de devise|conversion de divisa/,
  ],
  [COST, /\bfees?\b|gebuhr|\bfrais\b|\bcommission\b|comision|\btarifa\b|entgelt/],
  [
    DISPUTE,
    /charge ?back|charge off|ruckbelastung|kartenruckbuchung|kauferschutz|retrofacturation|contracargo|devolucion de cargo|payment reversal|zahlungsruckbuchung|reversement de paiement|(?:reversal|cancellation|annulation|cancelacion|anulacion|stornierung|ruckbuchung) .*(?:payment|paiement|pago|zahlung)|(?:payment|zahlung|paiement|pago) (?:cancellation|stornierung|annule|anulado|cancelado)|buyer protection|dispute/,
  ],
  [REFUND, /refund|ruckzahlung|ruckerstattung|erstattung|remboursement|reembolso/],
  [
    'transfer',
    /deposit|funding|bankgutschrift|gutschrift auf kreditkarte|abbuchung von kreditkarte|card withdrawal|einzahlung|uberweisung als zahlungsquelle|virement bancaire sur le compte|approvisionnement|ingreso|deposito|add funds|loan|darlehen|working capital|\bpret\b|prestamo|credit line|transfer from bank|ach gutschrift/,
  ],
  [
    WITHDRAWAL,
    /withdrawal|abbuchung|auszahlung|virement|retrait|retirada|retiro|transferencia|transfer to bank|auto ?sweep|bank transfer/,
  ],
  [
    SALE,
    /payment|checkout|debit card|card transaction|zahlung|kaufabwicklung|paiement|\bpago|donation|spende|\bdon\b|donacion|purchase|einkauf|achat|compra|\bsale\b|verkauf|vente|venta|mass pay/,
  ],
  [
    'adjustment',
    /adjustment|correction|korrektur|anpassung|ajuste|ajustement|correccion|bonus|cash ?back|incentive|redemption|dividend|interest|zinsen|interets|intereses|tax collected|reversal|ruckbuchung|general credit|allgemeine gutschrift|reimbursement|recoupment|coupon|voucher/,
  ],
];

/** Every word that was seen in PayPal's names, so that a name with another is one that PayPal added. */
const WORDS: ReadonlySet<string> = new Set(
  `a account accounts ach achat adjustment add allgemeine allgemeinen allgemeiner als an anpassung annulation anulacion api approvisionnement
   approved article articulo as atm auction auctions auf aufhebung aus ausgleich auszahlung auto autorisation autorisierung autorizacion
   autosweep available auto avec balance bancaire bancario banco bank bankabbuchung bankgutschrift bankkonto banque bei belastung
   bestellung bezahlte bill billpay billuser bloqueo blocage bonus buyer by cancelacion cancellation cancelled capital card cargo carrito carte cart cash cashback
   charge chargeback check checkout chambre collected comision comisiones commande commission compensation compra compte con consolidation
   contracargo conversion correccion correction corriente coupon cours cover credit creditee credito cuenta currency customer darlehen d de deblocage debit
   debito del deposit deposito der des desprovisto devise devises devolucion die directo direct direkte dispute disponible dividend divisa divisas
   don donacion donation du durch ebay echeck einbehalt einbehaltung eingeleitete einkauf einleitung einzahlung einzug einzugsverfahren el electronico en entgelt entidad envoye
   envoyes erstattung et express exprés expres facture factura facturation fee fees fonds for fondos forderung frais freigabe from fund funding
   funds fur gebuhr gebuhren gebuhrenerstattung general generale genehmigte geld gelo gesendet gestion gift guthaben gutschein gutschrift handy handyzahlung hidden hold im immediate in
   incentive ingreso iniciada initiated instant interest interets intereses investigation invoice item kartenzahlung kaufabwicklung konto kontoguthaben korrektur kreditkarte kreditkartengutschrift
   la lastschrift le les liberacion line loan los maßgeschneiderte manuelle mass massenzahlung merchant mindestreserve mit mobile money multiple negative negativen nicht
   nota nutzer nutzerzahlung obsolete off offene on open opened order other out pago pagos paiement paiements panier par para partner party pay payment payments paypal pedido pending
   pending por postage pour pp pre preapproved preapprouve preaprobado prelevement preapprouves prestamo pret pro protection purchase rechnung recoupment recu recibido received
   recurrente recurrent recurring redemption reembolso refund reimbursement release rembourse remboursement repayment request required reserva reserve retencion
   retenue retirada retiro retrait retrofacturation reversal reversement reward rolling ruckbelastung ruckbuchung ruckerstattung ruckzahlung rucklastschriftgebuhr saldo sale sans
   schuld sent send sending settlement shopping site spende spendenzahlung standard stornierung subscription subvention suche sur suscripcion suspension sweep tarifa tarjeta tax temporaire temporare temporary
   terminal third tip to transaction transfer transferencia transferred ubertragung uberweisung un une unilateral user usuario utilisateur
   variable venta vente verkauf versand vers via virement virtual virtuel void voided vom von vorab voucher wahrungsumrechnung warenkorbartikel
   web website withdrawal working zahlung zahlungen zahlungsquelle zahlungsrechnung zahlungsruckbuchung zinsen zu zum zur l s website-zahlung konfliktlosung
   e mail email versandte massen payout payouts bankuberweisung manager use first point points partially partial abonnement abonnementzahlung
   marchand marchands groupe groupes rejet levee nota sitio masivo abierta abierto tarjetas pagos cobro transaccion das verfugbares
   verfugbaren verfugbarem zahlungsprufung untersuchung kaufer kauferschutz prufung konflikt auf konfliktfall paypals of initie initiee initiated with authorization authorisation autorizacion automatisee certificate referral review resolution retenciones temporal held partner seller purchases movil telefono tienda internet entrada salida inicial iniciado entrante bancaires hebdomadaire mensuel sofort normale negativo`
    .split(/\s+/)
    .map((word) => plain(word)),
);

/** German joins its words: these ends are known, whatever stands before them. */
const KNOWN_ENDS = /(?:zahlung|gebuhr|gutschrift|abbuchung|umrechnung|ruckbuchung|einbehaltung)$/;

/** Names as PayPal writes them in English, for the sentence on one that is not known. */
export const KNOWN_NAMES: readonly string[] = [
  'Express Checkout Payment',
  'Website Payment',
  'General Payment',
  'Mobile Payment',
  'Subscription Payment',
  'Mass Pay Payment',
  'Pre-approved Payment Bill User Payment',
  'Payment Refund',
  'Payment Reversal',
  'Chargeback',
  'Chargeback Fee',
  'Chargeback Reversal',
  'Fee Reversal',
  'General Currency Conversion',
  'User Initiated Currency Conversion',
  'General Withdrawal',
  'General Withdrawal - Bank Account',
  'User Initiated Withdrawal',
  'Bank Deposit to PP Account',
  'General Card Deposit',
  'Payment Hold',
  'Payment Release',
  'Account Hold for Open Authorization',
  'Reversal of General Account Hold',
  'Hold on Balance for Dispute Investigation',
  'Reserve Hold',
  'Reserve Release',
  'General Authorization',
  'Void of Authorization',
  'General Account Correction',
  'Shopping Cart Item',
];

/** Lower case, without accents and marks. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** What a name of a transaction means, in any of the four languages; null when PayPal was not seen to use it. */
export function readName(text: string): Meaning | null {
  const name = plain(text);
  if (name === '' || !name.split(' ').every((word) => WORDS.has(word) || KNOWN_ENDS.test(word))) return null;
  return RULES.find(([, rule]) => rule.test(name))?.[0] ?? null;
}

/** Event codes that say more than their group. */
const CODES: Readonly<Record<string, Meaning>> = {
  T1105: HOLD,
  T1106: DISPUTE,
  T1107: REFUND,
  T1108: COST,
  T1110: HOLD,
  T1111: HOLD,
  T1101: WITHDRAWAL,
  T1104: 'transfer',
  T1201: DISPUTE,
  T1202: DISPUTE,
  T1205: DISPUTE,
  T1302: 'void',
};

/** By the two digits of the group. */
const GROUPS: Readonly<Record<string, Meaning>> = {
  T00: SALE,
  T01: COST,
  T02: 'conversion',
  T03: 'transfer',
  T04: WITHDRAWAL,
  T05: SALE,
  T06: 'transfer',
  T07: 'transfer',
  T08: 'adjustment',
  T09: 'adjustment',
  T11: 'adjustment',
  T12: 'adjustment',
  T13: 'authorisation',
  T14: 'adjustment',
  T15: HOLD,
  T16: 'transfer',
  T17: WITHDRAWAL,
  T18: SALE,
  T19: 'adjustment',
  T20: 'transfer',
  T21: RESERVE,
  T22: 'transfer',
  T30: SALE,
  T60: 'nothing',
};

/** What an event code (`T0006`) means; null for one of a group that is not known. */
export function readEventCode(code: string): Meaning | null {
  const upper = code.trim().toUpperCase();
  return CODES[upper] ?? (/^T\d{4}$/.test(upper) ? (GROUPS[upper.slice(0, 3)] ?? null) : null);
}

export function kindBySign(meaning: Meaning, minor: number): MoneyKind {
  return typeof meaning === 'string' ? meaning : meaning[minor > 0 ? 1 : 0];
}

/**
 * Type of the record. Names and codes change while a transaction lives (a hold becomes its release), so everything that may become
 * something else is of one type.
 */
export function typeOfKind(kind: MoneyKind): RecordType {
  switch (kind) {
    case 'charge':
      return 'charge';
    case 'refund':
    case 'refund_failed':
      return 'refund';
    case 'dispute':
    case 'dispute_reversal':
      return 'dispute';
    case 'payout':
      return 'payout';
    default:
      return 'payment';
  }
}

/** What a status says: *moved*; *open* (not yet); *off* (will not any more). */
export type Progress = 'moved' | 'open' | 'off';

const STATUSES: readonly (readonly [Progress, string])[] = [
  [
    'moved',
    `completed|cleared|refunded|partially refunded|reversed|returned|released|abgeschlossen|freigegeben|erstattet|zuruckgezahlt|teilweise
     zuruckgezahlt|teilweise erstattet|zuruckgebucht|ruckgangig gemacht|effectue|termine|complete|compense|rembourse|partiellement rembourse|partiellement
     remboursee|annule par paypal|retourne|completado|completada|abonado|reembolsado|parcialmente reembolsado|reembolsado parcialmente|revertido|devuelto`,
  ],
  [
    'open',
    `pending|processing|on hold|held|placed|uncleared|unclaimed|in progress|created|active|under review|ausstehend|offen|in bearbeitung|einbehalten|nicht
     abgeholt|nicht eingefordert|erstellt|aktiv|en attente|en cours|non reclame|non compense|suspendu|cree|actif|pendiente|en proceso|retenido|no reclamado|en
     espera|creado|activo`,
  ],
  [
    'off',
    `denied|canceled|cancelled|failed|expired|removed|voided|blocked|declined|abgelehnt|storniert|fehlgeschlagen|abgelaufen|entfernt|refuse|annule|annulee|echoue|expire|supprime|rejete|denegado|denegada|cancelado|cancelada|anulado|fallido|caducado|vencido|eliminado|rechazado`,
  ],
];

const PROGRESS_OF: ReadonlyMap<string, Progress> = new Map(
  STATUSES.flatMap(([progress, words]) => words.split('|').map((word) => [plain(word), progress] as const)),
);

export const KNOWN_STATUSES: readonly string[] = [...PROGRESS_OF.keys()];

export function readStatus(text: string): Progress | null {
  return PROGRESS_OF.get(plain(text)) ?? null;
}

/** Whether the balance moved, where the export says so: `Credit`, `Debit`, or `Memo` for rows that are only shown. */
export function readImpact(text: string): 'moved' | 'memo' | null {
  const word = plain(text);
  if (
    ['credit', 'debit', 'haben', 'soll', 'gutschrift', 'belastung', 'abono', 'cargo', 'credito', 'debito', 'adeudo'].includes(word)
  )
    return 'moved';
  return ['memo', 'note', 'nota', 'keine', 'aucun', 'ninguno'].includes(word) ? 'memo' : null;
}
