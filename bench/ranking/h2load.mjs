// Load over gRPC by `h2load` (Debian: nghttp2-client): a client in Node would measure itself.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { quantiles, round } from '../quantiles.mjs'

const FRAME_BYTES = 5

/** Throws where the tool is not there, and says how to get it. */
export function requireH2load() {
  if (spawnSync('h2load', ['--version']).status === 0) return
  throw new Error('h2load is not installed: apt-get install nghttp2-client')
}

/** A call's body as it goes over the wire, in a file. */
export async function bodyFile(folder, message) {
  const frame = Buffer.alloc(FRAME_BYTES)
  frame.writeUInt32BE(message.length, 1)
  const path = join(folder, 'body.bin')
  await writeFile(path, Buffer.concat([frame, message]))
  return path
}

/**
 * Calls one method for some seconds, over so many connections with so many calls at a time on each: requests a second, and their times in
 * milliseconds. `perSecond`: so many a second on each connection, whether or not answers come. `headers`: more of
 * them. Throws where a call fails; one that is refused has not failed for h2load, which does not look at gRPC's status.
 */
export async function h2load({
  port,
  method,
  body,
  seconds,
  connections,
  streams,
  perSecond = null,
  headers = [],
  folder,
}) {
  const log = join(folder, 'requests.tsv')
  await rm(log, { force: true })
  const args = [
    ...[
      '--duration',
      String(seconds),
      '--warm-up-time',
      '1',
      '--log-file',
      log,
      '-c',
      String(connections),
      '-m',
      String(streams),
      '-t',
      '1',
    ],
    ...(perSecond === null ? [] : ['--rps', String(perSecond)]),
    ...['content-type: application/grpc', 'te: trailers', ...headers].flatMap((header) => ['-H', header]),
    ...['-d', body],
    `http://127.0.0.1:${port}/upnext.ranking.v1.RankingService/${method}`,
  ]
  const child = spawn('h2load', args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text) => (said += text))
  child.stderr.setEncoding('utf8').on('data', (text) => (said += text))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`h2load ended with exit code ${code}:\n${said}`)
  return { ...parse(said), ...(await timesOf(log)) }
}

function parse(said) {
  const counts = /requests: \d+ total, \d+ started, (\d+) done, (\d+) succeeded, (\d+) failed, (\d+) errored/.exec(said)
  if (counts === null) throw new Error(`h2load said something else than expected:\n${said}`)
  const [done, , failed, errored] = counts.slice(1).map(Number)
  if (failed + errored > 0) throw new Error(`${failed + errored} of ${done} calls failed:\n${said}`)
  return { perSecond: round(Number(/finished in [\d.]+m?s, ([\d.]+) req\/s/.exec(said)?.[1])), done }
}

/** Start, status and microseconds of each call. */
async function timesOf(log) {
  const lines = (await readFile(log, 'utf8')).trim().split('\n')
  return { ms: quantiles(lines.map((line) => Number(line.split('\t')[2]) / 1000)) }
}
