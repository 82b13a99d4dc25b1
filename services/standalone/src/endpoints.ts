/** `<data>/endpoints.json`: where the process that owns a data folder listens, for whoever knows the folder. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const EndpointsSchema = z.object({
  /** Base URL, without a slash at its end. */
  http: z.url(),
  /** host:port */
  grpc: z.string(),
  pid: z.int(),
})

export type Endpoints = Readonly<z.infer<typeof EndpointsSchema>>

export async function writeEndpoints(dataFolder: string, endpoints: Endpoints): Promise<void> {
  await mkdir(dataFolder, { recursive: true })
  const temporary = `${endpointsPath(dataFolder)}.${String(endpoints.pid)}.tmp`
  await writeFile(temporary, `${JSON.stringify(endpoints)}\n`)
  await rename(temporary, endpointsPath(dataFolder))
}

/** `null` where nothing is written down, it cannot be read, or its process is gone. */
export async function readEndpoints(dataFolder: string): Promise<Endpoints | null> {
  const text = await readFile(endpointsPath(dataFolder), 'utf8').catch(() => '')
  const parsed = EndpointsSchema.safeParse(parseJson(text))
  return parsed.success && isAlive(parsed.data.pid) ? parsed.data : null
}

export async function removeEndpoints(dataFolder: string): Promise<void> {
  await rm(endpointsPath(dataFolder), { force: true })
}

function endpointsPath(dataFolder: string): string {
  return join(dataFolder, 'endpoints.json')
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Another user's process answers EPERM: it lives.
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EPERM'
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
