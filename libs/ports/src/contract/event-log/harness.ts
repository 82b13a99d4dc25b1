import type { EventLog, TopicSpec } from '../../event-log.ts'

/** What an adapter brings to be tested. */
export interface EventLogHarness {
  /** Opens the log with these topics. Called again after the first was closed, it must find the same records. */
  open(topics: readonly TopicSpec[]): Promise<EventLog>
  /** Topic and group names begin with this, so that tests can share one server. */
  readonly prefix: string
  /** Deletes the records before an offset of a topic, as retention does. */
  forget?(topic: string, partition: number, before: number): Promise<void>
  /** Lets go of everything; called once, after every opened log was closed. */
  destroy(): Promise<void>
}

export interface EventLogSupport {
  /** Records are there after closing and opening again. */
  readonly survivesRestart: boolean
  /** Records can be deleted: the harness has `forget`. */
  readonly forgets: boolean
}

export type MakeEventLogHarness = () => Promise<EventLogHarness>

/** What each test of the suite works with: a fresh log with two topics. */
export interface Bench {
  readonly log: EventLog
  /** Four partitions. */
  readonly topic: string
  /** One partition. */
  readonly single: string
  readonly group: string
  /** Deletes the records before an offset. */
  forget(topic: string, partition: number, before: number): Promise<void>
  /** Closes the log and opens it anew on the same records. */
  reopen(): Promise<EventLog>
}

/** Runs a test on a fresh bench, and cleans up whatever happens. */
export function onBench(make: MakeEventLogHarness, test: (bench: Bench) => Promise<void>): () => Promise<void> {
  return async () => {
    const harness = await make()
    const topic = `${harness.prefix}.many`
    const single = `${harness.prefix}.single`
    const specs = [
      { name: topic, partitions: 4 },
      { name: single, partitions: 1 },
    ]
    const opened: EventLog[] = []
    try {
      const log = await harness.open(specs)
      opened.push(log)
      const reopen = async (): Promise<EventLog> => {
        await Promise.all(opened.map((o) => o.close()))
        const next = await harness.open(specs)
        opened.push(next)
        return next
      }
      const forget: Bench['forget'] = async (name, partition, before) => {
        if (harness.forget === undefined) throw new Error('this harness says that it deletes records, and cannot')
        await harness.forget(name, partition, before)
      }
      await test({ log, topic, single, group: `${harness.prefix}.group`, reopen, forget })
    } finally {
      await Promise.all(opened.map((o) => o.close()))
      await harness.destroy()
    }
  }
}
