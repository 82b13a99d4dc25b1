import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventLogContract } from '@upnext/ports/contract'
import { openEmbeddedLog } from './event-log.ts'

eventLogContract(
  'the embedded event log',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'upnext-log-'))
    return {
      prefix: 'test',
      open: async (topics) => openEmbeddedLog({ folder, topics }),
      destroy: async () => rmSync(folder, { recursive: true }),
    }
  },
  { survivesRestart: true },
)
