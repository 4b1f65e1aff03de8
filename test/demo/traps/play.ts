import type { Profile, Seller, World } from '../world/world.ts';
import * as lives from './lives.ts';
import * as lookalikes from './lookalikes.ts';
import type { Scene } from './scene.ts';

/** A recipe and its plays per 10,000 sales, by profile. A trap that needs a pair of sales is one play of two. */
interface Recipe {
  readonly name: string;
  readonly plays: Readonly<Record<Profile, number>>;
  readonly play: (scene: Scene) => void;
}

const recipe = (name: string, shop: number, agency: number, play: Recipe['play']): Recipe => ({
  name,
  plays: { shop, agency },
  play,
});

const RECIPES: readonly Recipe[] = [
  recipe('repeat purchases', 420, 420, lookalikes.repeatPurchases),
  recipe('numbered alike', 60, 40, lookalikes.numberedAlike),
  recipe('replacement', 40, 40, lookalikes.replacementOrder),
  recipe('currency twins', 45, 45, lookalikes.currencyTwins),
  recipe('shared mailbox', 60, 60, lookalikes.sharedMailbox),
  recipe('household', 35, 35, lookalikes.household),
  recipe('transposed amounts', 35, 35, lookalikes.transposedAmounts),
  recipe('guest', 200, 200, lookalikes.guestOrder),
  recipe('weak bridge', 35, 35, lookalikes.weakBridge),
  recipe('same instant', 35, 35, lookalikes.sameInstant),
  recipe('collected in parts', 120, 60, lives.collectedInParts),
  recipe('refunded', 300, 200, lives.refundedSale),
  recipe('moneyless', 100, 60, lives.moneylessSale),
  recipe('foreign', 100, 100, lives.foreignSale),
  recipe('late evening', 60, 60, lives.lateEveningSale),
  recipe('anonymous', 45, 45, lives.anonymousBuyer),
  recipe('firm in other words', 60, 60, lives.firmInOtherWords),
  recipe('other scripts', 90, 60, lives.otherScripts),
  recipe('paid twice', 45, 45, lives.paidTwice),
  recipe('disputed', 60, 60, lives.disputedSale),
  recipe('tied copies', 90, 100, lives.tiedCopies),
  recipe('API retry', 40, 40, lives.apiRetry),
  recipe('cancelled and kept', 30, 0, lives.cancelledAndKept),
  recipe('sent unpaid', 30, 0, lives.sentUnpaid),
  recipe('half paid', 30, 30, lives.halfPaid),
  recipe('refund that names nothing', 30, 30, lives.refundThatNamesNothing),
];

/** Plays every recipe of the profile in its share, at least twice. */
export function playTraps(world: World, seller: Seller): void {
  const { orders, profile } = world.options;
  for (const { name, plays, play } of RECIPES) {
    const times = plays[profile] === 0 ? 0 : Math.max(2, Math.ceil((plays[profile] * orders) / 10_000));
    for (let turn = 0; turn < times; turn++) {
      play({ world, seller, random: world.random.fork(`${name} ${turn}`), shop: profile === 'shop', turn });
    }
  }
}
