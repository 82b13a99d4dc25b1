// What many viewers need in a real Redis: bytes of each, time to write them, time to read one. Written by the product's own store, in batches
// as `feature` commits them; beside it, taking turns on the same server, a bare pipeline writes the same values into another database.
import { startRedis } from '@upnext/testkit'
import { round, spread } from '../quantiles.mjs'
import { inventedViewers, sharesOfPlays } from './invented-viewers.mjs'
import { GENERATION, openServer } from './redis-side.mjs'

const VIEWERS = 100_000
const TITLES = 100_000
/** Made before the clocks run, then written: some 100 of each of the 48 partitions. */
const CHUNK = 4800
const READS = 4000
const READS_AT_ONCE = 20_000
/** Reads whose bytes are looked at. */
const CHECKED = 200

export async function run({ sizes, say }) {
  const wanted = (sizes.length > 0 ? sizes : [VIEWERS]).toSorted((a, b) => a - b)
  // Only what keys and values take: without a file to append to, and its buffers.
  const redis = await startRedis({ extraArgs: ['--appendonly', 'no'] })
  try {
    const server = await openServer(redis.url)
    try {
      return await measure({ server, wanted, say })
    } finally {
      await server.close()
    }
  } finally {
    await redis.stop()
  }
}

export function lines({ sizes, ratio, cpuRatio, value }) {
  return [
    ...sizes.map(
      ({ viewers, bytesPerViewer, packedBytes, seconds, read, bareRead }) =>
        `${viewers} viewers: ${bytesPerViewer} bytes each (${packedBytes} packed), written in ${seconds} s; one is read in ${read.p50} us, p99 ${read.p99} (bare: ${bareRead.p50}, ${bareRead.p99})`,
    ),
    `${value.usedMb} MB in all; writing takes ${ratio.median} times as long as a bare pipeline, and ${cpuRatio.median} times the processor time`,
  ]
}

async function measure({ server, wanted, say }) {
  const viewerAt = inventedViewers({ titles: TITLES })
  const emptyBytes = await server.usedBytes()
  const turns = []
  const sizes = []
  let packed = 0
  let written = 0
  for (const viewers of wanted) {
    while (written < viewers) {
      const count = Math.min(CHUNK, viewers - written)
      const chunk = Array.from({ length: count }, (_, at) => viewerAt(written + at))
      packed += chunk.reduce((sum, { bytes }) => sum + bytes.length, 0)
      // Who is first changes: the second finds the values in the caches.
      turns.push(await server.takeTurns(chunk, turns.length % 2 === 0))
      written += count
    }
    const used = (await server.usedBytes()) - emptyBytes
    const reads = await server.reads({ viewerAt, viewers, reads: READS, checked: CHECKED })
    const seconds = turns.reduce((sum, { ours }) => sum + ours.seconds, 0)
    const size = {
      viewers,
      bytesPerViewer: round(used / viewers),
      packedBytes: round(packed / viewers),
      memoryUsage: await server.memoryUsage({ viewers, samples: 1000 }),
      usedMb: round(used / 2 ** 20),
      seconds: round(seconds),
      writesPerSecond: Math.round(viewers / seconds),
      ...reads,
      perRead: await server.work({ viewers, reads: READS_AT_ONCE }),
    }
    say(`${viewers} viewers: ${size.bytesPerViewer} bytes each, one is read in ${size.read.p50} us`)
    sizes.push(size)
  }
  const last = sizes.at(-1)
  const of = (figure) => spread(turns.map(figure))
  const perWrite = (side) => ({
    microseconds: of((turn) => (1e6 * turn[side].seconds) / turn.count),
    clientCpuMicroseconds: of((turn) => (1e6 * turn[side].clientCpu) / turn.count),
    redisCpuMicroseconds: of((turn) => (1e6 * turn[side].redisCpu) / turn.count),
  })
  return {
    bench: 'scale',
    ratio: of(({ ours, bare }) => ours.seconds / bare.seconds),
    cpuRatio: of(({ ours, bare }) => (ours.clientCpu + ours.redisCpu) / (bare.clientCpu + bare.redisCpu)),
    value: { ...last, perWrite: perWrite('ours') },
    calibration: { perWrite: perWrite('bare'), read: last.bareRead },
    sizes,
    catalogue: { titles: TITLES, sharesOfPlays: sharesOfPlays(TITLES) },
    generation: GENERATION,
    unit: 'bytes',
    runs: turns.length,
  }
}
