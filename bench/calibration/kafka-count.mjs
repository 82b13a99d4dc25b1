// A process that reads viewer events from their start with bare kafkajs, decodes them and counts. Arguments: brokers, topic, how many.
import kafkajs from 'kafkajs'
import { decodeViewerEvent } from '@upnext/contracts'

const [brokers, topic, wanted] = process.argv.slice(2)
const kafka = new kafkajs.Kafka({ brokers: [brokers], logLevel: kafkajs.logLevel.NOTHING })
const consumer = kafka.consumer({ groupId: `calibration-${process.pid}-${Date.now()}`, maxWaitTimeInMs: 500 })
await consumer.connect()
await consumer.subscribe({ topic, fromBeginning: true })
let counted = 0
await new Promise((resolve) => {
  void consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch }) => {
      for (const { value } of batch.messages) if (decodeViewerEvent(value).kind !== undefined) counted += 1
      if (counted >= Number(wanted)) resolve()
    },
  })
})
const { user, system } = process.cpuUsage()
process.stdout.write(JSON.stringify({ counted, seconds: performance.now() / 1000, cpuSeconds: (user + system) / 1e6 }))
await consumer.disconnect()
