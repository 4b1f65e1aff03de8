/**
 * Columns of PayPal's exports in English, German, French and Spanish: the activity download (22 or 41 columns, or those a user chose)
 * and the statement (18 columns, the same in every language but for their names).
 */
import type { FactColumns } from '../facts.ts';

export const FACTS = {
  currency: ['Currency', 'Währung', 'Devise', 'Divisa'],
  amount: ['Gross', 'Brutto', 'Brut', 'Avant commission', 'Bruto'],
  net: ['Net', 'Netto', 'Neto'],
  balance: ['Balance', 'Guthaben', 'Solde', 'Saldo'],
  category: ['Type', 'Typ', 'Tipo', 'Description', 'Beschreibung', 'Descripción'],
  status: ['Status', 'État', 'Etat', 'Estado'],
  clientName: ['Name', 'Nom', 'Nombre'],
  description: [
    'Subject',
    'Betreff',
    'Objet',
    'Asunto',
    'Item Title',
    'Artikelbezeichnung',
    "Titre de l'objet",
    'Nombre del artículo',
  ],
  notes: ['Note', 'Hinweis', 'Remarque', 'Nota'],
  invoiceNumber: [
    'Invoice Number',
    'Invoice ID',
    'Rechnungsnummer',
    'Numéro de facture',
    'Identifiant de facture',
    'Nº de facture',
    'Número de factura',
    'Id. de factura',
  ],
} satisfies FactColumns;

export const COLUMNS = {
  date: ['Date', 'Datum', 'Fecha'],
  time: ['Time', 'Uhrzeit', 'Heure', 'Hora'],
  zone: ['TimeZone', 'Time Zone', 'Zeitzone', 'Fuseau horaire', 'Zona horaria'],
  id: [
    'Transaction ID',
    'Transaktionscode',
    'Numéro de transaction',
    'N° de transaction',
    'Id. de transacción',
    'Id. de la transacción',
  ],
  fee: ['Fee', 'Gebühr', 'Entgelt', 'Frais', 'Commission', 'Comisión', 'Tarifa'],
  net: FACTS.net,
  type: FACTS.category,
  status: FACTS.status,
  reference: [
    'Reference Txn ID',
    'Zugehöriger Transaktionscode',
    'Numéro de la transaction de référence',
    'Nº de transaction de référence',
    'Id. de referencia de trans.',
    'Id. de referencia de la transacción',
  ],
  custom: [
    'Custom Number',
    'Zollnummer',
    'Individuelle Nummer',
    'Numéro de client',
    'Nº de client',
    'Número de cliente',
    'Número personalizado',
  ],
  receipt: ['Receipt ID', 'Empfangsnummer', 'Bestätigungsnummer', 'Numéro de reçu', 'Id. de recibo', 'Número de recibo'],
  from: [
    'From Email Address',
    'Absender E-Mail-Adresse',
    "De l'adresse email",
    "Adresse email de l'expéditeur",
    'Correo electrónico del remitente',
    'Dirección de correo electrónico del remitente',
  ],
  to: [
    'To Email Address',
    'Empfänger E-Mail-Adresse',
    'An E-Mail-Adresse',
    "À l'adresse email",
    'Correo electrónico del destinatario',
    'Dirección de correo electrónico del destinatario',
  ],
  impact: ['Balance Impact', 'Auswirkung auf Guthaben', 'Impact sur le solde', 'Impacto en el saldo', 'Repercusión en el saldo'],
  eventCode: ['Transaction Event Code', 'Transaktionsereigniscode', 'Code de transaction', 'Código de evento de la transacción'],
} as const;
