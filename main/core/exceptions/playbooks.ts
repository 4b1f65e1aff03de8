/** What to do about each reason: two or three steps for somebody who meets it for the first time. */
import type { ReasonCode } from './reasons.ts';

export const PLAYBOOKS: Readonly<Record<ReasonCode, readonly string[]>> = {
  duplicate_event: [
    'Nothing: the same event came twice and counts once.',
    'If it keeps coming, look which export or integration repeats it.',
  ],
  duplicate_order: [
    'Open the records side by side.',
    'One sale: merge. Two sales: keep apart, so that it is not asked again.',
    'Ship and bill only after that.',
  ],
  duplicate_invoice_number: [
    'Compare both invoices: client, date, amount.',
    'Renumber the later one in the books, or void it if it repeats the first.',
    'Import the books again.',
  ],
  missing_canonical_id: [
    'Find the order that it belongs to and link it.',
    'If there is none, ask its owner which agreement it rests on.',
    'Until then it is not exported as a sale.',
  ],
  invoice_over_terms: ['Compare what was agreed with what was billed.', 'Add the change order, or credit the difference.'],
  amount_mismatch: [
    'Look which system was changed last, and by whom.',
    'Correct the copy, or choose the value that stands, with a reason.',
  ],
  line_item_mismatch: ['Check whether prices include tax.', 'Correct the line or the total in the source.'],
  currency_mismatch: [
    'Two currencies are two sales unless somebody says otherwise.',
    'Link them instead of merging, or correct the currency in the source.',
  ],
  immutable_field_changed: [
    'Ask who changed the accepted order and why.',
    'Accept the change as a change order, or restore the terms.',
  ],
  silent_overwrite: ['Two versions of one moment differ: ask the source which is true.', 'Choose it, with a reason.'],
  refund_without_order: [
    'Look at the proposed order: buyer, amount, day.',
    'Confirm it, or link another one.',
    'Put the order number into the refund’s note next time.',
  ],
  refund_exceeds_payment: [
    'Compare refunds and payments of the order.',
    'If money was given back twice, ask for it back; else link the missing payment.',
  ],
  payment_without_order: [
    'Search the shop for the buyer, amount and day.',
    'Link the order, or refund the buyer if nothing was ordered.',
  ],
  overpaid: ['Look whether the buyer was charged twice.', 'Give back what was paid too much, and link the refund.'],
  underpaid: ['Look for a payment that is not linked yet.', 'Ask the buyer for the rest, or write it off within the policy.'],
  fulfilled_unpaid: ['Check the gateway for a payment by another name.', 'Send a payment request, or stop the next shipment.'],
  paid_cancelled_unrefunded: ['Refund the buyer, or reopen the order.', 'Link the refund when it shows.'],
  dispute_open: ['Collect proof of delivery and the conversation.', 'Answer at the gateway before its deadline.'],
  dispute_lost_unbooked: ['Book the loss and the fee.', 'Decide whether the buyer may order again.'],
  payout_sum_mismatch: [
    'Compare the payout’s lines with its total.',
    'Import the newest export of its lines; what stays is asked of the gateway.',
    'The journal of this payout waits.',
  ],
  payout_failed: ['Check the bank details at the gateway.', 'Wait for the repeated payout; the money is back on the balance.'],
  payout_missing_in_bank: [
    'Check that the bank file reaches to the due day.',
    'Ask the gateway for the trace number and the bank for the receipt.',
  ],
  reserve_mismatch: [
    'Compare the reserve carried over with the settlement before.',
    'Import the settlement that lies between, or ask the marketplace.',
  ],
  conversion_mismatch: ['Look for the missing leg of the conversion.', 'Import the activity of that day again.'],
  source_gap: [
    'Export the missing span from the source and import it.',
    'Until then, what is missing in it is not called missing.',
  ],
  bank_line_unexplained: [
    'Look which payout it could be: import the gateway’s newest export.',
    'If it is none, mark its words as outside scope.',
  ],
  fee_above_contract: ['Compare the rate with the contract.', 'Claim the difference from the gateway, with the list of fees.'],
  booked_twice: [
    'Look which two integrations posted it.',
    'Delete one of the entries in the books, and switch one integration off.',
  ],
  booked_amount_mismatch: [
    'Compare the entry with the payout: a refund or fee may be missing in it.',
    'Correct the entry in the books.',
  ],
  not_booked: ['Export the journal and post it.', 'Or look for the entry under another reference, and link it.'],
  sku_unknown: ['Add the SKU to the catalogue, or correct it in the source.'],
  inventory_mismatch: ['Compare what was sent with what was sold and returned.', 'Correct the stock.'],
  owner_missing: ['Name an owner for events of this type in the policy.'],
  pending_overdue: ['It was to be settled within two days.', 'Ask whom it waits for, or take it back.'],
  unreadable_row: ['Look at the row in its file.', 'Correct it in the source and import again, or enter the value.'],
  unknown_value: [
    'The source uses a value that this version does not know.',
    'Say what it means, or wait for an update; nothing was counted for it.',
  ],
  ambiguous_match: ['Look at the candidates: something tells them apart.', 'Choose one, or say that it is none of them.'],
};
