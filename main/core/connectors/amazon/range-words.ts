/** Words of Amazon's date range report in its languages: what a row is, whether it is paid out, in which currency a marketplace settles. */

/** What a row is, whatever its language. */
export type RangeType = 'order' | 'refund' | 'cost' | 'adjustment' | 'transfer' | 'debt';

const TYPES: readonly (readonly [RangeType, string])[] = [
  [
    'order',
    'Order|Order_Retrocharge|Bestellung|Bestellung_Wiedereinzug|Commande|Ordine|Pedido|Bestelling|Zamówienie|Beställning|Liquidations',
  ],
  [
    'refund',
    `Refund|Refund_Retrocharge|Chargeback Refund|A-to-z Guarantee Claim|Erstattung|Erstattung_Wiedereinzug|Erstattung durch Rückbuchung|Remboursement|Remboursement
     de contestation de prélèvement|Rimborso|Reembolso|Reembolso de reversión de cargo|Terugbetaling|Zwrot|Zwrot kosztów|Återbetalning|Liquidations
     Adjustments`,
  ],
  [
    'cost',
    `Service Fee|FBA Inventory Fee|FBA Customer Return Fee|FBA Transaction fees|Fee Adjustment|Lightning Deal Fee|Deal Fee|Coupon Redemption Fee|Shipping
     Services|Amazon Fees|Cost of Advertising|Delivery Services|Servicegebühr|Versand durch Amazon Lagergebühr|Blitzangebotsgebühr|Gebührenerstattung|Frais
     de service|Frais de stock Expédié par Amazon|Tarif de la Vente Flash|Ajustement des frais|Commissione di servizio|Costo di stoccaggio Logistica di
     Amazon|Tariffa dell'Offerta Lampo|Regolazione dei costi|Tarifa de prestación de servicio|Tarifa de servicio|Tarifas de inventario de Logística de
     Amazon|Tarifa de inventario FBA|Tarifa de Oferta flash|Ajuste de tarifa|Servicekosten|FBA-voorraadkosten|Opłata za usługę|Opłata serwisowa|Opłata za
     zapasy FBA|Serviceavgift|FBA-lageravgift`,
  ],
  [
    'adjustment',
    'Adjustment|Others|SAFE-T Reimbursement|Anpassung|Ajustement|Modifica|Rettifica|Ajuste|Aanpassing|Korekta|Dostosowanie|Justering',
  ],
  [
    'transfer',
    'Transfer|Übertrag|Transfert|Transférer|Trasferimento|Transferir|Trasferir|Transferencia|Overboeking|Przelew|Överföring',
  ],
  ['debt', 'Debt|Debt Payment|Verbindlichkeit|Solde négatif|Saldo negativo|Saldo descubierto|Deuda|Schuld|Dług|Skuld'],
];

function wordOf(text: string): string {
  return text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[’']/g, "'")
    .replace(/[\s_]+/g, ' ');
}

const TYPE_OF: ReadonlyMap<string, RangeType> = new Map(
  TYPES.flatMap(([type, words]) => words.split('|').map((word) => [wordOf(word), type] as const)),
);

export const KNOWN_RANGE_TYPES: readonly string[] = TYPES.flatMap(([, words]) =>
  words.split('|').map((word) => word.replace(/\s+/g, ' ')),
);

export function readRangeType(text: string): RangeType | null {
  return TYPE_OF.get(wordOf(text)) ?? null;
}

const DEFERRED = new Set(
  'deferred|aufgeschoben|zurückgestellt|verzögert|différé|différée|reporté|differito|differita|in sospeso|diferido|diferida|aplazado|uitgesteld|odroczone|odroczona|uppskjuten|uppskjutet'.split(
    '|',
  ),
);
const RELEASED = new Set(
  'released|freigegeben|sorti|sortie|délivré|délivrée|libéré|rilasciato|rilasciata|liberado|liberada|vrijgegeven|gepubliceerd|zwolniono|zrealizowano|zwolniona|släppt|utgiven'.split(
    '|',
  ),
);

/** Whether a row is paid out already; null for a status that is not known. */
export function readRelease(text: string): 'released' | 'deferred' | null {
  const word = wordOf(text);
  if (DEFERRED.has(word)) return 'deferred';
  return RELEASED.has(word) ? 'released' : null;
}

/** Currency in which a marketplace settles. */
const MARKET_CURRENCIES: Readonly<Record<string, string>> = {
  'amazon.com': 'USD',
  'amazon.ca': 'CAD',
  'amazon.com.mx': 'MXN',
  'amazon.com.br': 'BRL',
  'amazon.co.uk': 'GBP',
  'amazon.de': 'EUR',
  'amazon.fr': 'EUR',
  'amazon.it': 'EUR',
  'amazon.es': 'EUR',
  'amazon.nl': 'EUR',
  'amazon.ie': 'EUR',
  'amazon.com.be': 'EUR',
  'amazon.se': 'SEK',
  'amazon.pl': 'PLN',
  'amazon.com.tr': 'TRY',
  'amazon.co.jp': 'JPY',
  'amazon.in': 'INR',
  'amazon.ae': 'AED',
  'amazon.sa': 'SAR',
  'amazon.eg': 'EGP',
  'amazon.sg': 'SGD',
  'amazon.com.au': 'AUD',
  'amazon.co.za': 'ZAR',
};

export function currencyOfMarket(marketplace: string): string | null {
  return MARKET_CURRENCIES[marketplace.toLowerCase()] ?? null;
}

/** "All amounts in GBP, unless specified", "Alle Beträge in Euro sofern nicht anders gekennzeichnet": the notes above the table. */
export function currencyOfNote(note: string): string | null {
  if (!/amount|betr[aä]g|montant|import[ie]|bedrag|kwot|belopp/i.test(note)) return null;
  const code = /\b[A-Z]{3}\b/g;
  for (const [text] of note.matchAll(code)) if (Object.values(MARKET_CURRENCIES).includes(text)) return text;
  return /\beuros?\b/i.test(note) ? 'EUR' : null;
}
