import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { open } from 'lmdb'
import { eventLogContract } from '@upnext/ports/contract'
import { recordKey } from './event-log-record.ts'
import { openEmbeddedLog } from './event-log.ts'

eventLogContract(
  'the embedded event log',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'upnext-log-'))
    return {
      prefix: 'test',
      open: async (topics) => openEmbeddedLog({ folder, topics }),
      forget: async (topic, partition, before) => forgetRecords(join(folder, 'log'), topic, partition, before),
      destroy: async () => rmSync(folder, { recursive: true }),
    }
  },
  { survivesRestart: true, forgets: true },
)

/** The embedded log deletes nothing by itself: this is what somebody else's tool would do. */
async function forgetRecords(path: string, topic: string, partition: number, before: number): Promise<void> {
  const root = open({ path, maxDbs: 4, overlappingSync: false })
  const topics = root.openDB<{ id: number }, string>('topics', { encoding: 'json' })
  const records = root.openDB<Buffer, Buffer>('records', { encoding: 'binary', keyEncoding: 'binary' })
  const id = topics.get(topic)?.id ?? 0
  for (let offset = 0; offset < before; offset++) await records.remove(recordKey(id, partition, offset))
  await root.close()
}
