import { eventLogContract } from '@upnext/ports/contract'
import { createFakeEventLog } from './fake-event-log.ts'
import type { FakeEventLog } from './fake-event-log.ts'

eventLogContract(
  'the fake event log',
  async () => {
    let log: FakeEventLog | null = null
    return {
      prefix: 'test',
      open: async (topics) => (log = createFakeEventLog(topics)),
      forget: async (topic, partition, before) => log?.forget(topic, partition, before),
      destroy: async () => undefined,
    }
  },
  { survivesRestart: false, forgets: true },
)
