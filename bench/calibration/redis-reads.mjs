// A process that reads one value of 1 KB from Redis, so many reads at a time, until the time is up. Arguments: address, key, reads at a
// time, seconds.
import { Redis } from 'ioredis'

const [url, key, lanes, seconds] = process.argv.slice(2)
const redis = new Redis(url)
await redis.set(key, Buffer.alloc(1024, 'v'))
let [reads, from] = [0, 0]
const lane = async (until) => {
  for (; performance.now() < until; reads += 1) await redis.get(key)
}
const forSeconds = async (wanted) => {
  ;[reads, from] = [0, performance.now()]
  await Promise.all(Array.from({ length: Number(lanes) }, () => lane(from + 1000 * wanted)))
}
await forSeconds(0.5)
await forSeconds(Number(seconds))
process.stdout.write(JSON.stringify({ perSecond: (1000 * reads) / (performance.now() - from) }))
await redis.del(key)
await redis.quit()
