import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from '@jest/globals'
import { randomNamespace, startProcess, testKafka, waitUntil } from '@upnext/testkit'
import type { Child } from '@upnext/testkit'
import { openAdmin } from '../admin.ts'
import { openKafkaLog } from '../event-log.ts'
import type { KafkaLogOptions } from '../event-log.ts'
import { oneForEach } from '../testing/a-topic.ts'
import { ensureKafkaTopics } from '../topics.ts'

/** The members run what was built, not the source. */
const MEMBER = fileURLToPath(new URL('../../../dist/kafka/testing/member-process.js', import.meta.url))
const PARTITIONS = 48
const KILLS = 3

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

describe('a member that is killed', () => {
  it.each([1_500, 3_000])(
    'leaves nothing unread for longer than its session of %d ms and a second',
    async (sessionTimeoutMs) => {
      const topic = { name: randomNamespace(), partitions: PARTITIONS }
      const connection = { brokers: [testKafka()], clientId: 'failover', topics: [topic] }
      await ensureKafkaTopics(connection)
      const log = await openKafkaLog(connection)
      cleanups.push(async () => {
        await log.close()
        const admin = await openAdmin(connection)
        await admin.client.deleteTopics({ topics: [topic.name] })
        await admin.close()
      })
      const options = { ...connection, sessionTimeoutMs }
      const group = `${topic.name}.group`
      const survivor = await startMember(options, group)
      const took: number[] = []
      for (let kill = 0; kill < KILLS; kill++) {
        const dying = await startMember(options, group)
        await waitUntil(() => [survivor, dying].every((member) => heldBy(member) === PARTITIONS / 2), {
          message: () => `each has half: ${heldBy(survivor)} and ${heldBy(dying)}`,
          timeoutMs: 20_000,
        })
        await log.append(topic.name, oneForEach(PARTITIONS, `before-${kill}`))
        await waitUntil(() => readBy(`before-${kill}`, survivor, dying) === PARTITIONS, { message: 'both read' })

        const killedAt = performance.now()
        await dying.stop('SIGKILL')
        const marker = `after-${kill}`
        await log.append(topic.name, oneForEach(PARTITIONS, marker))
        await waitUntil(() => readBy(marker, survivor) === PARTITIONS, {
          message: () => `the survivor reads all partitions, so far ${readBy(marker, survivor)}`,
          timeoutMs: sessionTimeoutMs + 10_000,
        })
        took.push(Math.round(performance.now() - killedAt))
      }
      if (process.env['UPNEXT_TEST_FIGURES'] !== undefined)
        process.stderr.write(`${sessionTimeoutMs}: ${took.join()}\n`)
      expect(Math.max(...took)).toBeLessThanOrEqual(sessionTimeoutMs + 1_000)
      // It was the session that ran out, and not a goodbye: a kill that the broker hears of would prove nothing.
      expect(Math.min(...took)).toBeGreaterThan(sessionTimeoutMs / 2)
    },
    120_000,
  )
})

async function startMember(options: KafkaLogOptions, group: string): Promise<Child> {
  const member = await startProcess({ entry: MEMBER, args: [JSON.stringify(options), group], ready: /^held/m })
  cleanups.push(() => member.stop('SIGKILL'))
  return member
}

function heldBy(member: Child): number {
  const lines = member.stdout().match(/^held .*$/gm) ?? []
  const [, partitions = ''] = lines.at(-1)?.split(' ') ?? []
  return partitions === '' ? 0 : partitions.split(',').length
}

/** How many partitions' markers these members have read together. */
function readBy(marker: string, ...members: readonly Child[]): number {
  const partitions = members.flatMap((member) =>
    [...member.stdout().matchAll(/^read (\d+) (.*)$/gm)].flatMap(([, p, value]) => (value === marker ? [p] : [])),
  )
  return new Set(partitions).size
}
