/** Keeps a catalogue current from its topic, from the log's first record on. */
import type { Topics } from '@upnext/contracts'
import { ClosedError } from '@upnext/ports'
import type { EventLog, Position, RecordBatch } from '@upnext/ports'
import { applyCatalogBatch, noCatalogCounts } from './apply-batch.ts'
import type { CatalogLogger } from './apply-batch.ts'
import type { Applied, Catalog } from './catalog.ts'

export interface CatalogFollower {
  /** Whether the catalogue has been read to the end that the log had when following began. */
  ready(): boolean
  /** Resolves when `ready` turns true; rejects when reading ends before. */
  readonly caughtUp: Promise<void>
  /** What became of the records so far. */
  readonly counts: Readonly<Record<Applied, number>>
  /** How far every partition has been read. */
  positions(): Position[]
  /** Resolves after the batch in hand. Harmless when called twice. */
  close(): Promise<void>
}

export interface FollowCatalogOptions {
  readonly log: EventLog
  readonly topics: Pick<Topics, 'catalog'>
  readonly catalog: Catalog
  readonly logger: CatalogLogger
  /** Told once when following has ended by itself. */
  readonly onCrash?: (error: Error) => void
}

/** Resolves once following has begun; rejects with the log's error when it cannot begin. */
export async function followCatalog(options: FollowCatalogOptions): Promise<CatalogFollower> {
  const { log, topics, catalog, logger } = options
  const topic = topics.catalog.name
  const bounds = await log.bounds(topic)
  const reached = bounds.map(({ start }) => start)
  const counts = noCatalogCounts()
  const gate = createGate()
  const openGateAtEnd = (): void => {
    if (bounds.every(({ end }, partition) => (reached[partition] ?? 0) >= end)) gate.open()
  }

  const onBatch = (batch: RecordBatch): Promise<number> => {
    applyCatalogBatch({ catalog, counts, logger }, batch)
    reached[batch.partition] = Math.max(batch.nextOffset, reached[batch.partition] ?? 0)
    openGateAtEnd()
    return Promise.resolve(batch.nextOffset)
  }

  const onCrash = (error: Error): void => {
    logger.error({ topic, err: error }, 'catalogue is no longer followed')
    gate.break(error)
    options.onCrash?.(error)
  }

  openGateAtEnd()
  const subscription = await log.follow(topic, positionsOf(topic, reached), { onBatch, onCrash })
  return {
    ready: () => gate.isOpen(),
    caughtUp: gate.opened,
    counts,
    positions: () => positionsOf(topic, reached),
    async close() {
      gate.break(new ClosedError('the catalogue was closed before it had been read'))
      await subscription.close()
    },
  }
}

function positionsOf(topic: string, offsets: readonly number[]): Position[] {
  return offsets.map((nextOffset, partition) => ({ topic, partition, nextOffset }))
}

interface Gate {
  readonly opened: Promise<void>
  isOpen(): boolean
  open(): void
  /** Rejects those who wait, unless the gate is open already. */
  break(error: Error): void
}

function createGate(): Gate {
  let open = false
  const { promise, resolve, reject } = promiseWithResolvers()
  // Whoever awaits `opened` hears of it; nobody has to.
  promise.catch(() => undefined)
  return {
    opened: promise,
    isOpen: () => open,
    open() {
      open = true
      resolve()
    },
    break: reject,
  }
}

function promiseWithResolvers(): { promise: Promise<void>; resolve: () => void; reject: (error: Error) => void } {
  let settle: { resolve: () => void; reject: (error: Error) => void } = {
    resolve: () => undefined,
    reject: () => undefined,
  }
  const promise = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject }
  })
  return { promise, ...settle }
}
