// A process that writes values to Redis in pipelines of 100. Arguments: address, prefix of keys, how many writes, bytes of a value.
import { Redis } from 'ioredis'

const [url, prefix, writes, bytes] = process.argv.slice(2)
const redis = new Redis(url)
await redis.ping()
const value = Buffer.alloc(Number(bytes), 7)
const KEYS = 30_000
for (let written = 0; written < Number(writes);) {
  const pipeline = redis.pipeline()
  for (const end = Math.min(written + 100, Number(writes)); written < end; written += 1)
    pipeline.set(`${prefix}${written % KEYS}`, value)
  await pipeline.exec()
}
const { user, system } = process.cpuUsage()
process.stdout.write(JSON.stringify({ seconds: performance.now() / 1000, cpuSeconds: (user + system) / 1e6 }))
for (let key = 0; key < KEYS; key += 1000)
  await redis.unlink(Array.from({ length: 1000 }, (_, i) => `${prefix}${key + i}`))
await redis.quit()
