/** Invented people, firms, places and goods. No entry names a real firm; every mail domain ends in `.example`. */

export const FIRST_NAMES =
  'Mabel Priya Johan Coral Dina Ewan Farah Gilda Hollis Imani Jonas Kiri Lowell Marta Nadia Oskar Petra Quinn Rowan Selma Tobias Ursa Vikram Wren Yara Zeno Alba Bruno Celia Dario Elin Fabio Greta Hugo Ines Jarek Katya Leon Milena Nils Orla Pablo Runa Stefan Tilda Ulrik Vera Willa Xenia Yusuf Anouk Basil Cleo Doran Esme Felix Gwen Hedda Ivo Juno'.split(
    ' ',
  );
export const LAST_NAMES =
  'Ortiz Raman Lindqvist Abernathy Fenwick Castellan Drummond Eastlake Farnham Greaves Halloran Ibsen Jessop Kellaway Lockhart Marchetti Northcote Okafor Pellegrin Quillfeather Rasmussen Silvestri Thornbury Underhill Vantongeren Wexford Yardley Zielinski Ashdown Birkett Corwin Delacroix Ellery Faulkner Gantry Hathaway Innes Juhl Kavanagh Lacroix Mowbray Nakamura Oyelaran Prescott Radcliffe Santangelo Tremaine Ulster Villeneuve Whitlock Ainsley Brandt Cardew Dunmore Everard Forsythe Garrick Holloway Iversen Jardine'.split(
    ' ',
  );

/** Names that a system with another alphabet or keyboard writes differently: [written in full, as the copy has it]. */
export const SCRIPT_NAMES: readonly (readonly [string, string])[] = [
  ['Zoë Brontesson', 'ZOE BRONTESSON'],
  ['François Lefèvre-Noël', 'Francois Lefevre-Noel'],
  ['Jürgen Müßiggang', 'JUERGEN MUESSIGGANG'],
  ['Åsa Björkström', 'Asa Bjorkstrom'],
  ['Łukasz Żółkiewicz', 'Lukasz Zolkiewicz'],
  ['Núria Peñalver', 'Nu\u0301ria Pen\u0303alver'],
  ['山田 花音', '山田花音'],
  ['김 하늘', '김하늘'],
  ['陈 晓琳', '陈晓琳'],
  ['نور الهاشمي', 'نور الهاشمى'],
  ['Şebnem İnceoğlu', 'SEBNEM INCEOGLU'],
  ['Maria Oakwell', 'M\u0430ri\u0430 O\u0430kwell'],
  ['Ｒｉｎ Ｈａｙａｓｈｉｄａ', 'Rin Hayashida'],
];

export const FIRM_FIRST =
  'Harbor Kestrel Oakfield Tanager Coldwater Fernhill Juniper Larkspur Millrace Northgate Orchard Pinewood Quarry Riverbend Saltmarsh Thistle Umber Valley Willow Amber Birchline Copperfield Driftwood Elmstead Foxglove Granite Hazel Ironwood Jasper Kingfisher Lantern Meadow Nettle Osprey Pebble Quill Rookery Sandpiper Teasel Upland'.split(
    ' ',
  );
export const FIRM_SECOND =
  'Pine Outfitters Dental Foods Labs School Logistics Textiles Interiors Bicycles Ceramics Coffee Optics Gardens Roofing Veterinary Analytics Robotics Apparel Instruments Brewing Paper Lighting Hotels Surveying'.split(
    ' ',
  );
/** [in full, as another system shortens it] */
export const FIRM_SUFFIXES: readonly (readonly [string, string])[] = [
  ['Co.', 'Company'],
  ['Ltd', 'Limited'],
  ['LLC', 'L.L.C.'],
  ['Inc.', 'Incorporated'],
  ['GmbH', 'Gesellschaft mbH'],
  ['& Sons', 'and Sons'],
];

export const MAIL_HOSTS = ['post', 'mailbox', 'letterbox', 'inbox', 'fastpost', 'homemail'].map((host) => `${host}.example`);

export interface Place {
  readonly city: string;
  readonly zipPrefix: string;
  readonly province: string;
  readonly country: string;
  readonly countryCode: string;
  readonly taxBasisPoints: number;
}

const usPlace = (city: string, zipPrefix: string, province: string, taxBasisPoints: number): Place => ({
  city,
  zipPrefix,
  province,
  country: 'United States',
  countryCode: 'US',
  taxBasisPoints,
});
const euPlace = (city: string, zipPrefix: string, country: string, countryCode: string, taxBasisPoints: number): Place => ({
  city,
  zipPrefix,
  province: '',
  country,
  countryCode,
  taxBasisPoints,
});

export const US_PLACES: readonly Place[] = [
  usPlace('Alder Falls', '123', 'NY', 800),
  usPlace('Port Meridian', '900', 'CA', 725),
  usPlace('Stillwater Bend', '750', 'TX', 625),
  usPlace('Grand Hollow', '606', 'IL', 625),
  usPlace('Maple Crossing', '021', 'MA', 625),
  usPlace('Eagle Flats', '970', 'OR', 0),
  usPlace('Cedar Quay', '981', 'WA', 650),
  usPlace('Sable Key', '331', 'FL', 600),
];
export const EU_PLACES: readonly Place[] = [
  euPlace('Lindenau', '101', 'Germany', 'DE', 1900),
  euPlace('Neuwerder', '204', 'Germany', 'DE', 1900),
  euPlace('Saint-Orens', '690', 'France', 'FR', 2000),
  euPlace('Oudewaal', '351', 'Netherlands', 'NL', 2100),
];
export const STREETS =
  'Quince Lane,Larch Street,Beacon Road,Mill Terrace,Canal Walk,Fiddler Row,Old Ferry Road,Granary Court'.split(',');

export interface Product {
  readonly sku: string;
  readonly name: string;
  readonly priceMinor: number;
}

const product = (sku: string, name: string, priceMinor: number): Product => ({ sku, name, priceMinor });

export const PRODUCTS: readonly Product[] = [
  product('TC-CAP-1', 'Trail cap', 2800),
  product('RS-SHL-2', 'Rain shell', 12820),
  product('WB-750', 'Steel bottle 750 ml', 3450),
  product('ML-3L', 'Merino layer', 8900),
  product('TN-2P', 'Two-person tent', 34900),
  product('SK-HK', 'Hiking socks', 1890),
  product('BP-28', 'Day pack 28 l', 9995),
  product('LT-HD', 'Head lamp', 4599),
  product('MP-REG', 'Regional map', 1450),
  product('ST-GAS', 'Gas stove', 6250),
  product('SB-0C', 'Sleeping bag 0 °C', 17900),
  product('MT-FM', 'Foam mat', 3990),
  product('GV-WN', 'Winter gloves', 5475),
  product('PL-TR', 'Trekking poles', 7940),
  product('CM-MG', 'Camp mug', 1275),
  product('KN-FD', 'Folding knife', 5890),
  product('BT-MID', 'Mid boots', 18950),
  product('GT-SN', 'Snow gaiters', 4215),
  product('FL-SH', 'Fleece shirt', 6495),
  product('RP-60', 'Rope 60 m', 21480),
  product('HM-AL', 'Alpine helmet', 8745),
  product('CH-CH', 'Camp chair', 7430),
  product('PT-SET', 'Pot set', 5860),
  product('CO-GR', 'Ground coffee 500 g', 1640),
];

/** Plans an agency sells: [title, what it consists of]. */
export const PLANS: readonly (readonly [string, readonly string[]])[] = [
  ['media plan', ['Paid search', 'Paid social', 'Creative']],
  ['brand refresh', ['Workshops', 'Identity', 'Guidelines']],
  ['search audit', ['Audit', 'Report']],
  ['launch film', ['Script', 'Production', 'Cut-downs']],
  ['landing pages', ['Copy', 'Design', 'Build']],
  ['email programme', ['Strategy', 'Templates', 'Automation']],
  ['social retainer', ['Community', 'Content']],
  ['analytics setup', ['Tagging', 'Dashboards']],
];
export const PLAN_SEASONS =
  'Spring,Summer,Autumn,Winter,Q1,Q2,Q3,Q4,Relaunch,Always-on,Regional,National,Holiday,Back-to-school,Pilot,Phase two'.split(',');
export const STAFF = ['A. Reyes', 'M. Ito', 'L. Brandt', 'S. Okafor', 'T. Juhl', 'P. Innes'];
