/**
 * A member of a group as a process of its own, for tests that kill it. It says on its standard output, line by line, which
 * partitions it holds (`held 0,1`) and what it reads (`read 0 value`).
 */
import { openKafkaLog } from '../event-log.ts'
import type { KafkaLogOptions } from '../event-log.ts'

const [options = '{}', group = '', behaviour = 'reads'] = process.argv.slice(2)
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const parsed = JSON.parse(options) as KafkaLogOptions
const log = await openKafkaLog(parsed)
const positions = new Map<number, number>()
await log.share(parsed.topics[0]?.name ?? '', group, {
  position: async (partition) => positions.get(partition) ?? 0,
  onAssigned: (partitions) => say(`held ${partitions.join(',')}`),
  async onBatch(batch) {
    if (behaviour === 'hangs') await new Promise(() => undefined)
    for (const { value } of batch.records) say(`read ${batch.partition} ${Buffer.from(value).toString()}`)
    positions.set(batch.partition, batch.nextOffset)
    return batch.nextOffset
  },
  onCrash: (error) => say(`crashed ${error.name}`),
})
