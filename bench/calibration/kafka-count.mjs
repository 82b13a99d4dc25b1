// A process that reads a topic from its start with bare kafkajs and counts. Arguments: brokers, topic, how many to count.
import kafkajs from 'kafkajs'

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
      counted += batch.messages.length
      if (counted >= Number(wanted)) resolve()
    },
  })
})
const { user, system } = process.cpuUsage()
process.stdout.write(JSON.stringify({ counted, seconds: performance.now() / 1000, cpuSeconds: (user + system) / 1e6 }))
await consumer.disconnect()
