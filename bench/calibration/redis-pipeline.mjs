// The same values under the same keys in bare pipelines of 100 writes, as many of them at once as given; and one bare read.

const WRITES = 100

export async function pipelinedWrites(redis, pairs, atOnce) {
  let next = 0
  const writer = async () => {
    while (next < pairs.length) {
      const pipeline = redis.pipeline()
      for (const { name, bytes } of pairs.slice(next, (next += WRITES))) pipeline.set(name, bytes)
      await pipeline.exec()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, writer))
}

export function bareRead(redis, name) {
  return redis.getBuffer(name)
}
