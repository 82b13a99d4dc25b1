import { eventLogContract } from '@upnext/ports/contract'
import { createFakeEventLog } from './fake-event-log.ts'

eventLogContract(
  'the fake event log',
  async () => ({
    prefix: 'test',
    open: async (topics) => createFakeEventLog(topics),
    destroy: async () => undefined,
  }),
  { survivesRestart: false },
)
