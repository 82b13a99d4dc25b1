import { eventLogContract } from '@upnext/ports/contract'
import { randomNamespace, testKafka } from '@upnext/testkit'
import { openAdmin } from './admin.ts'
import { openKafkaLog } from './event-log.ts'
import { forgetRecords } from './testing/forget-records.ts'
import { ensureKafkaTopics } from './topics.ts'

eventLogContract(
  'the event log on Kafka',
  async () => {
    const connection = { brokers: [testKafka()], clientId: 'contract' }
    const made = new Set<string>()
    return {
      prefix: randomNamespace(),
      async open(topics) {
        await ensureKafkaTopics({ ...connection, topics })
        for (const { name } of topics) made.add(name)
        return openKafkaLog({ ...connection, topics, sessionTimeoutMs: 3_000 })
      },
      forget: (topic, partition, before) => forgetRecords(connection, topic, partition, before),
      async destroy() {
        const admin = await openAdmin(connection)
        await admin.client.deleteTopics({ topics: [...made] })
        await admin.close()
      },
    }
  },
  { survivesRestart: true, forgets: true },
)
