import { createHash, randomBytes } from 'node:crypto'
import { cp, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startChild } from '../process/child.ts'
import type { Child } from '../process/child.ts'
import { cleanEnvironment } from '../process/clean-environment.ts'
import { runTool } from '../process/run-tool.ts'
import { untilReady } from '../process/start-process.ts'
import { freePorts } from '../free-port.ts'
import { withTempFolder } from '../temp-folder.ts'
import { answersKafka } from './answers-kafka.ts'
import { cached } from './cache-folder.ts'
import { kafkaJars } from './kafka-jars.ts'
import { kafkaProperties } from './kafka-properties.ts'

const START_TIMEOUT_MS = 60_000
const QUIET_ARCHIVE = ['-Xlog:cds=off', '-Xlog:cds+dynamic=off']

/** What brokers start from: the jars, an empty formatted data folder, and an archive of loaded classes that halves the start. */
export interface KafkaKit {
  readonly jars: string
  readonly formatted: string
  readonly archive: string
}

/** Takes from the cache or makes, in up to a minute, what brokers start from. */
export async function kafkaKit(): Promise<KafkaKit> {
  const java = await javaVersion()
  const jars = await kafkaJars()
  // The archive fits one build of Java and one place of the jars.
  const key = createHash('sha256').update(`${java}\0${jars}`).digest('hex').slice(0, 12)
  const kit = (folder: string): KafkaKit => ({
    jars,
    formatted: join(folder, 'formatted'),
    archive: join(folder, 'kafka.jsa'),
  })
  return kit(await cached(`kafka-kit-${key}`, (draft) => prepare(kit(draft))))
}

/** Starts a broker on a formatted data folder and waits until it answers. `folder` is for its own small files. */
export async function startBroker(jars: string, folder: string, port: number, options: string[]): Promise<Child> {
  const args = [...jvm(jars, folder), ...options]
  const properties = join(folder, 'server.properties')
  const child = await startChild({
    command: 'java',
    args: [...args, 'kafka.Kafka', properties],
    env: cleanEnvironment(),
  })
  await untilReady(child, 'the Kafka broker', START_TIMEOUT_MS, () => answersKafka(port))
  return child
}

/** Options that make a broker use the archive; a stale one is ignored. */
export function withArchive(archive: string): string[] {
  return [`-XX:SharedArchiveFile=${archive}`, ...QUIET_ARCHIVE]
}

/** One throw-away broker that leaves its formatted folder and its archive behind. */
async function prepare({ jars, formatted, archive }: KafkaKit): Promise<void> {
  await withTempFolder(async (folder) => {
    const [port = 0, controllerPort = 0] = await freePorts(2)
    const data = join(folder, 'data')
    const properties = join(folder, 'server.properties')
    await writeFile(properties, kafkaProperties({ port, controllerPort, data }))
    // A leading dash would read as an option.
    const clusterId = randomBytes(16).toString('base64url').replace(/^-/, 'A')
    const format = ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', properties]
    await runTool('java', [...jvm(jars, folder), ...format], { timeoutMs: START_TIMEOUT_MS, env: cleanEnvironment() })
    await cp(data, formatted, { recursive: true })
    const draft = `${archive}.draft`
    const broker = await startBroker(jars, folder, port, [`-XX:ArchiveClassesAtExit=${draft}`, ...QUIET_ARCHIVE])
    await broker.stop('SIGTERM', START_TIMEOUT_MS)
    await rename(draft, archive)
  })
}

function jvm(jars: string, folder: string): string[] {
  return [
    '-Xms256m',
    '-Xmx256m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-XX:-UsePerfData',
    '-Xshare:auto',
    '-Djava.awt.headless=true',
    `-Djava.io.tmpdir=${folder}`,
    '-cp',
    join(jars, '*'),
  ]
}

/** The build of Java on the PATH; throws where there is none, or one that is too old for the broker. */
async function javaVersion(): Promise<string> {
  const { stderr, stdout } = await runTool('java', ['-version'], { timeoutMs: 20_000 }).catch((error: unknown) => {
    throw new Error('Kafka needs Java 17 or newer on the PATH, found none', { cause: error })
  })
  const text = stderr + stdout
  const major = Number(/version "(\d+)/.exec(text)?.[1] ?? 0)
  if (major < 17) throw new Error(`Kafka needs Java 17 or newer on the PATH, found: ${text.split('\n')[0] ?? 'none'}`)
  return text
}
