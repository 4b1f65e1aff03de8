/**
 * Writing in bulk, beside a person at work: transactions that need not wait for the disk, and a write-ahead log that is moved into the
 * book's file by another thread, since that may take longer than the writer's thread may be held.
 */
import type { WritableDb } from './database.ts';

/**
 * One transaction whose loss in a power cut would only mean work done again: rows that nobody saw yet, or rows that are derived under
 * a mark. It lies in the log before any later change, and the commit of that change waits until all of the log is on the disk.
 */
export function inBulk(db: WritableDb, work: () => void): void {
  const transaction = db.transaction(work);
  db.pragma('synchronous = NORMAL');
  try {
    transaction.immediate();
  } finally {
    db.pragma('synchronous = FULL');
  }
}

/** Moves what is in the log into the file, as far as readers allow; resolves when it has. Runs in another thread. */
export type MoveLog = () => Promise<void>;

/** Pages written after which the log is moved: 32 MB. Pages that are written again and again are moved once. */
const MOVED_EVERY = 8192;
/** Pages at which a commit moves the log itself, should nobody else: 256 MB. */
const LAST_RESORT = 65_536;

interface LogKeeper {
  readonly move: MoveLog;
  /** Pages that were left in the log when it was moved last. */
  left: number;
  moving: Promise<void> | null;
  /** The first move is done; what was written meanwhile is moved next, with the writer at rest, so that the log starts over. */
  resting: boolean;
}

const keepers = new WeakMap<WritableDb, LogKeeper>();

/** From now on whoever writes in bulk and asks `roomInLog` has the log moved elsewhere. */
export function keepLogShort(db: WritableDb, move: MoveLog): void {
  db.pragma(`wal_autocheckpoint = ${LAST_RESORT}`);
  keepers.set(db, { move, left: 0, moving: null, resting: false });
}

/** To be awaited between two transactions of work in bulk. Mostly resolves at once. */
export async function roomInLog(db: WritableDb): Promise<void> {
  const keeper = keepers.get(db);
  if (keeper === undefined) return;
  if (keeper.moving === null && waitingPages(db) - keeper.left > MOVED_EVERY) {
    keeper.moving = keeper
      .move()
      .catch(() => undefined)
      .then(() => {
        keeper.resting = true;
      });
  }
  if (keeper.moving === null || (!keeper.resting && waitingPages(db) < LAST_RESORT / 2)) return;
  await moveAll(db, keeper);
}

/** Pages that a commit may have to wait for: 2 MB. */
const SOON_ON_DISK = 512;

/**
 * To be awaited before a change that follows work in bulk, while nothing of it is begun: its commit waits until all of the log is on
 * the disk. What was moved elsewhere before need not be waited for, and the thread answers meanwhile.
 */
export async function logOnDisk(db: WritableDb): Promise<void> {
  const keeper = keepers.get(db);
  if (keeper !== undefined && waitingPages(db) - keeper.left > SOON_ON_DISK) await moveAll(db, keeper);
}

/** With the writer at rest, so that the log starts over. */
async function moveAll(db: WritableDb, keeper: LogKeeper): Promise<void> {
  await keeper.moving;
  await keeper.move().catch(() => undefined);
  keeper.moving = null;
  keeper.resting = false;
  keeper.left = waitingPages(db);
}

/** Pages in the log that are not in the file yet. */
function waitingPages(db: WritableDb): number {
  const [state] = db.pragma('wal_checkpoint(NOOP)') as { readonly log: number; readonly checkpointed: number }[];
  return state === undefined ? 0 : Math.max(0, state.log - state.checkpointed);
}
